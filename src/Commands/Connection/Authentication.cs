using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Connection;

/// <summary>HELLO and AUTH: who speaks, and in which protocol version.</summary>
internal static class Authentication
{
    private const CommandFlags Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast
        | CommandFlags.NoAuth | CommandFlags.AllowBusy;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("hello", -1, Flags, KeyPositions.None, Hello)
        {
            Group = "connection", Since = "6.0.0", Complexity = "O(1)",
            Syntax = "[protover [AUTH username password] [SETNAME clientname]]",
            Summary = "Agrees on a protocol version, may authenticate and name the connection, and describes the server.",
        },
        new("auth", -2, Flags, KeyPositions.None, Auth)
        {
            Group = "connection", Since = "1.0.0", Complexity = "O(1)", Syntax = "[username] password",
            Summary = "Authenticates the connection.",
            Differences = "One user, `default`, whose password is `requirepass`; there are no access control lists.",
        },
    ];

    private static void Hello(ref CommandContext context)
    {
        var args = context.Args;
        long version = 0;
        if (args.Count > 1)
        {
            if (!IntegerText.TryParse(args[1], out version))
            {
                context.Reply.Error(ErrorText.ProtocolVersionNotInteger);
                return;
            }
            if (version is < 2 or > 3)
            {
                context.Reply.Error(ErrorText.NoProto);
                return;
            }
        }
        for (var at = 2; at < args.Count; at++)
        {
            var after = args.Count - 1 - at;
            if (after >= 2 && Keyword.Is(args[at], "AUTH"u8))
            {
                if (!TryAuthenticate(ref context, args[at + 1], args[at + 2])) return;
                at += 2;
            }
            else if (after >= 1 && Keyword.Is(args[at], "SETNAME"u8))
            {
                if (!ClientName.TrySet(ref context, args[at + 1])) return;
                at++;
            }
            else
            {
                ErrorText.HelloOption(context.Reply, args[at]);
                return;
            }
        }
        if (context.Node.RequiresPassword && !context.Session.IsAuthenticated)
        {
            context.Reply.Error(ErrorText.HelloNoAuth);
            return;
        }
        if (version != 0)
        {
            context.Session.ProtocolVersion = (int)version;
            context.Reply.ProtocolVersion = (int)version;
        }
        WriteFacts(ref context);
    }

    private static void WriteFacts(ref CommandContext context)
    {
        var reply = context.Reply;
        reply.MapHeader(7);
        reply.Bulk("server"u8);
        reply.Bulk("redis"u8);
        reply.Bulk("version"u8);
        TextReply.Bulk(reply, context.Node.Facts.RedisVersion);
        reply.Bulk("proto"u8);
        reply.Integer(context.Session.ProtocolVersion);
        reply.Bulk("id"u8);
        reply.Integer(context.Session.Id);
        reply.Bulk("mode"u8);
        reply.Bulk(context.Node.Cluster.Redirects ? "cluster"u8 : "standalone"u8);
        reply.Bulk("role"u8);
        reply.Bulk("master"u8);
        reply.Bulk("modules"u8);
        reply.ArrayHeader(0);
    }

    private static void Auth(ref CommandContext context)
    {
        var args = context.Args;
        if (args.Count > 3)
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        if (args.Count == 2 && !context.Node.RequiresPassword)
        {
            context.Reply.Error(ErrorText.AuthWithoutPassword);
            return;
        }
        var user = args.Count == 3 ? args[1] : "default"u8;
        if (TryAuthenticate(ref context, user, args[args.Count - 1])) context.Reply.Ok();
    }

    private static bool TryAuthenticate(ref CommandContext context, scoped ReadOnlySpan<byte> user, scoped ReadOnlySpan<byte> password)
    {
        if (context.Node.Authenticate(user, password))
        {
            context.Session.IsAuthenticated = true;
            return true;
        }
        context.Reply.Error(ErrorText.WrongPass);
        return false;
    }
}
