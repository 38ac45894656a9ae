using System.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Connection;

/// <summary>CLIENT: what a connection says of itself. The subcommands that look at other connections are in <see cref="ClientDirectory"/>.</summary>
internal static class ClientCommands
{
    private const CommandFlags Own = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale;
    private const string Connection = "connection";

    private static readonly string[] HelpLines =
    [
        "GETNAME", "    The connection's name.",
        "GETREDIR", "    Where tracking messages go: -1, as there is no tracking.",
        "ID", "    The connection's number; later connections have larger ones.",
        "INFO", "    The line of CLIENT LIST for this connection.",
        "KILL <ip:port>", "    Ends the connection from that address.",
        "KILL <option> <value> [<option> <value> ...]", "    Ends the connections that meet all of: ID <id>, ADDR <ip:port>, LADDR <ip:port>,",
        "    TYPE (NORMAL|PUBSUB), USER <name>, SKIPME (YES|NO): leave this one alone, yes by default.",
        "LIST [TYPE (NORMAL|PUBSUB) | ID <id> ...]", "    One line per connection.",
        "NO-EVICT (ON|OFF)", "    Accepted: no connection is ever ended to free memory.",
        "REPLY (ON|OFF|SKIP)", "    Whether commands are answered.",
        "SETINFO (LIB-NAME|LIB-VER) <text>", "    Tells which client library is in use.",
        "SETNAME <name>", "    Names the connection.",
        "TRACKING (ON|OFF)", "    Server-assisted caching is not offered: only OFF succeeds.",
        "TRACKINGINFO", "    The state of tracking: off.",
    ];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("client", -2, CommandFlags.None, KeyPositions.None, SubcommandRouter.Execute)
        {
            Group = Connection, Since = "2.4.0", Complexity = "Depends on the subcommand.",
            Summary = "What connections say of themselves, and who is connected.",
            Differences = "No PAUSE, UNPAUSE, UNBLOCK and CACHING; TRACKING only OFF; SETINFO is that of Redis 7.2.",
            Subcommands =
            [
                Row("client|getname", 2, "2.6.9", GetName, "Answers the connection's name."),
                Row("client|getredir", 2, "6.0.0", GetRedirection, "Answers -1: there is no tracking to redirect."),
                Row("client|help", 2, "5.0.0", Help, "Shows the subcommands.", flags: CommandFlags.Loading | CommandFlags.Stale),
                Row("client|id", 2, "5.0.0", Id, "Answers the connection's number."),
                Row("client|info", 2, "6.2.0", Info, "Describes this connection in a line of CLIENT LIST.", tips: ["nondeterministic_output"]),
                Row("client|no-evict", 3, "7.0.0", NoEvict, "Accepted for compatibility: connections are never ended to free memory.", "<ON | OFF>", Own | CommandFlags.Admin),
                Row("client|reply", 3, "3.2.0", Reply, "Switches replies on, off, or off for the next command.", "<ON | OFF | SKIP>"),
                Row("client|setinfo", 4, "7.2.0", SetInfo, "Tells which client library is in use.", "<LIB-NAME libname | LIB-VER libver>"),
                Row("client|setname", 3, "2.6.9", SetName, "Names the connection.", "connection-name"),
                Row("client|tracking", -3, "6.0.0", Tracking, "Server-assisted caching is not offered; only OFF succeeds.", "<ON | OFF>"),
                Row("client|trackinginfo", 2, "6.2.0", TrackingInfo, "Describes the state of tracking: off."),
                .. ClientDirectory.Rows,
            ],
        },
    ];

    private static CommandDescriptor Row(string name, int arity, string since, CommandHandler handler, string summary,
        string syntax = "", CommandFlags flags = Own, string[]? tips = null)
        => new(name, arity, flags, KeyPositions.None, handler)
        {
            Group = Connection,
            Since = since,
            Complexity = "O(1)",
            Summary = summary,
            Syntax = syntax,
            Tips = tips ?? [],
        };

    private static void Help(ref CommandContext context) => TextReply.Help(context.Reply, "CLIENT", HelpLines);

    private static void Id(ref CommandContext context) => context.Reply.Integer(context.Session.Id);

    private static void GetRedirection(ref CommandContext context) => context.Reply.Integer(-1);

    private static void GetName(ref CommandContext context)
    {
        if (context.Session.Name.Length == 0) context.Reply.Null();
        else context.Reply.Bulk(context.Session.Name);
    }

    private static void SetName(ref CommandContext context)
    {
        if (ClientName.TrySet(ref context, context.Args[2])) context.Reply.Ok();
    }

    private static void Info(ref CommandContext context)
    {
        var text = new StringBuilder();
        context.Node.Clients.AppendLine(text, context.Session.Id);
        TextReply.Verbatim(context.Reply, text);
    }

    private static void SetInfo(ref CommandContext context)
    {
        var option = context.Args[2];
        var value = context.Args[3];
        var isName = Keyword.Is(option, "LIB-NAME"u8);
        if (!isName && !Keyword.Is(option, "LIB-VER"u8))
        {
            TextReply.Error(context.Reply, $"ERR Unrecognized option '{Encoding.UTF8.GetString(option)}'");
            return;
        }
        if (!ClientName.IsPrintable(value))
        {
            context.Reply.Error(isName
                ? "ERR lib-name cannot contain spaces, newlines or special characters."u8
                : "ERR lib-ver cannot contain spaces, newlines or special characters."u8);
            return;
        }
        if (isName) context.Session.LibraryName = value.ToArray();
        else context.Session.LibraryVersion = value.ToArray();
        context.Reply.Ok();
    }

    private static void Reply(ref CommandContext context)
    {
        var mode = context.Args[2];
        if (Keyword.Is(mode, "ON"u8))
        {
            context.Session.ReplyMode = ReplyMode.On;
            context.Reply.Ok();
        }
        else if (Keyword.Is(mode, "OFF"u8))
        {
            // Silence begins with this command: it has no reply.
            context.Session.ReplyMode = ReplyMode.Off;
        }
        else if (Keyword.Is(mode, "SKIP"u8))
        {
            if (context.Session.ReplyMode != ReplyMode.Off) context.Session.ReplyMode = ReplyMode.SkipNext;
        }
        else
        {
            context.Reply.Error(ErrorText.Syntax);
        }
    }

    private static void NoEvict(ref CommandContext context)
    {
        if (Keyword.Is(context.Args[2], "ON"u8) || Keyword.Is(context.Args[2], "OFF"u8)) context.Reply.Ok();
        else context.Reply.Error(ErrorText.Syntax);
    }

    private static void Tracking(ref CommandContext context)
    {
        if (Keyword.Is(context.Args[2], "OFF"u8) && context.Args.Count == 3) context.Reply.Ok();
        else if (Keyword.Is(context.Args[2], "ON"u8)) context.Reply.Error("ERR Client tracking is not supported by this server"u8);
        else context.Reply.Error(ErrorText.Syntax);
    }

    private static void TrackingInfo(ref CommandContext context)
    {
        context.Reply.MapHeader(3);
        context.Reply.Bulk("flags"u8);
        context.Reply.SetHeader(1);
        context.Reply.Bulk("off"u8);
        context.Reply.Bulk("redirect"u8);
        context.Reply.Integer(-1);
        context.Reply.Bulk("prefixes"u8);
        context.Reply.ArrayHeader(0);
    }
}
