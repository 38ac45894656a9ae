using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Connection;

/// <summary>PING, ECHO, SELECT, QUIT and RESET, and the rows of the whole family: HELLO and AUTH are in <see cref="Authentication"/>, CLIENT in <see cref="ClientCommands"/>.</summary>
public static class ConnectionCommands
{
    private const CommandFlags AnyTime = CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast;
    private const CommandFlags BeforeAuthentication = AnyTime | CommandFlags.NoScript | CommandFlags.NoAuth | CommandFlags.AllowBusy;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("ping", -1, CommandFlags.Fast | CommandFlags.WhileSubscribed, KeyPositions.None, Ping)
        {
            Group = "connection", Since = "1.0.0", Complexity = "O(1)", Syntax = "[message]",
            Summary = "Answers PONG, or the message it was given.",
            Tips = ["request_policy:all_shards", "response_policy:all_succeeded"],
        },
        new("echo", 2, AnyTime, KeyPositions.None, Echo)
        {
            Group = "connection", Since = "1.0.0", Complexity = "O(1)", Syntax = "message",
            Summary = "Answers the message it was given.",
        },
        new("select", 2, AnyTime, KeyPositions.None, Select)
        {
            Group = "connection", Since = "1.0.0", Complexity = "O(1)", Syntax = "index",
            Summary = "Chooses the database of the connection; there is only number 0.",
            Differences = "One database: an index other than 0 is out of range, as in a Redis with `databases 1`.",
        },
        new("quit", -1, BeforeAuthentication | CommandFlags.NotQueued | CommandFlags.WhileSubscribed, KeyPositions.None, Quit)
        {
            Group = "connection", Since = "1.0.0", Complexity = "O(1)",
            Summary = "Ends the connection once the replies so far are sent.",
        },
        new("reset", 1, BeforeAuthentication | CommandFlags.NotQueued | CommandFlags.WhileSubscribed | CommandFlags.EndsWatch, KeyPositions.None, Reset)
        {
            Group = "connection", Since = "6.2.0", Complexity = "O(1)",
            Summary = "Brings the connection back to the state of a new one.",
        },
        .. Authentication.Rows,
        .. ClientCommands.Rows,
    ];

    private static void Ping(ref CommandContext context)
    {
        var args = context.Args;
        if (args.Count > 2)
        {
            ErrorText.WrongArity(context.Reply, context.Command.NameUtf8);
            return;
        }
        if (context.Session.ProtocolVersion < 3 && context.Session.SubscriptionCount > 0)
        {
            // A RESP2 subscriber reads nothing but arrays.
            context.Reply.ArrayHeader(2);
            context.Reply.Bulk("pong"u8);
            context.Reply.Bulk(args.Count == 2 ? args[1] : default);
            return;
        }
        if (args.Count == 2) context.Reply.Bulk(args[1]);
        else context.Reply.SimpleString("PONG"u8);
    }

    private static void Echo(ref CommandContext context) => context.Reply.Bulk(context.Args[1]);

    private static void Select(ref CommandContext context)
    {
        if (!IntegerArgument.TryInt32(ref context, context.Args[1], out var index)) return;
        if (index == 0) context.Reply.Ok();
        else if (context.Node.Cluster.Redirects) context.Reply.Error("ERR SELECT is not allowed in cluster mode"u8);
        else context.Reply.Error(ErrorText.DbIndexOutOfRange);
    }

    private static void Quit(ref CommandContext context)
    {
        context.Session.CloseAfterReply();
        context.Reply.Ok();
    }

    private static void Reset(ref CommandContext context)
    {
        context.Session.Reset();
        context.Reply.ProtocolVersion = context.Session.ProtocolVersion;
        context.Reply.SimpleString("RESET"u8);
    }
}
