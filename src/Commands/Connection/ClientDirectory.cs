using System.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Connection;

/// <summary>CLIENT LIST and KILL: what one connection may ask of all.</summary>
internal static class ClientDirectory
{
    private const CommandFlags Flags = CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("client|kill", -3, Flags, KeyPositions.None, Kill)
        {
            Group = "connection", Since = "2.4.0", Complexity = "O(N), N = connections",
            Syntax = "<ip:port | [ID client-id] [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ADDR ip:port] [LADDR ip:port] [USER username] [SKIPME <YES | NO>]>",
            Summary = "Ends the connections that meet all conditions.",
        },
        new("client|list", -2, Flags, KeyPositions.None, List)
        {
            Group = "connection", Since = "2.4.0", Complexity = "O(N), N = connections",
            Syntax = "[TYPE <NORMAL | MASTER | REPLICA | PUBSUB> | ID client-id [client-id ...]]",
            Summary = "Describes the connections, one line each.",
            Tips = ["nondeterministic_output"],
        },
    ];

    private static void List(ref CommandContext context)
    {
        var args = context.Args;
        var text = new StringBuilder();
        var clients = context.Node.Clients;
        if (args.Count == 2)
        {
            clients.AppendList(text, static _ => true);
        }
        else if (args.Count == 4 && Keyword.Is(args[2], "TYPE"u8))
        {
            var type = ClientFilter.ReadType(ref context, args[3]);
            if (type is null) return;
            clients.AppendList(text, client => client.Type == type);
        }
        else if (args.Count > 3 && Keyword.Is(args[2], "ID"u8))
        {
            for (var i = 3; i < args.Count; i++)
            {
                if (!IntegerText.TryParse(args[i], out var id))
                {
                    context.Reply.Error(ErrorText.InvalidClientId);
                    return;
                }
                clients.AppendLine(text, id);
            }
        }
        else
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        TextReply.Verbatim(context.Reply, text);
    }

    private static void Kill(ref CommandContext context)
    {
        var oldForm = context.Args.Count == 3;
        var filter = oldForm ? ClientFilter.ForAddress(context.Args[2]) : ClientFilter.Parse(ref context);
        if (filter is null) return;
        var own = context.Session.Id;
        var ownIsMeant = false;
        var killed = context.Node.Clients.Kill(client =>
        {
            if (!filter.Accepts(client)) return false;
            if (client.Id != own) return true;
            ownIsMeant = !filter.SkipOwn;
            return false;
        });
        if (ownIsMeant)
        {
            // The own connection still gets its answer.
            context.Session.CloseAfterReply();
            killed++;
        }
        if (!oldForm) context.Reply.Integer(killed);
        else if (killed > 0) context.Reply.Ok();
        else context.Reply.Error(ErrorText.NoSuchClient);
    }
}
