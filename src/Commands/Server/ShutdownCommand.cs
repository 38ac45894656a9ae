using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server;

/// <summary>SHUTDOWN: ends the node as a signal to its process does.</summary>
/// <remarks>There is no reply: the connection stays silent until the node closes it, which tells the client that the port is free again.</remarks>
internal static class ShutdownCommand
{
    private const CommandFlags Flags =
        CommandFlags.Admin | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.NoMulti | CommandFlags.AllowBusy;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("shutdown", -1, Flags, KeyPositions.None, Shutdown)
        {
            Group = "server", Since = "1.0.0", Complexity = "O(P), P = partitions", Syntax = "[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]",
            Summary = "Ends the node, as SIGTERM does.",
            Differences = "Nothing is kept on disk, whatever is asked for: SAVE saves nothing, NOW and FORCE change nothing, and there is nothing to ABORT.",
        },
    ];

    private static void Shutdown(ref CommandContext context)
    {
        if (!TryReadOptions(context, out var abort))
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        if (abort)
        {
            context.Reply.Error("ERR No shutdown in progress."u8);
            return;
        }
        context.Session.AwaitNodeEnd();
        context.Node.End(context.Session.Id);
    }

    /// <summary>Each option may be repeated; SAVE and NOSAVE exclude each other, ABORT all others.</summary>
    private static bool TryReadOptions(in CommandContext context, out bool abort)
    {
        abort = false;
        bool save = false, noSave = false, other = false;
        var args = context.Args;
        for (var i = 1; i < args.Count; i++)
        {
            if (Keyword.Is(args[i], "NOSAVE"u8)) noSave = true;
            else if (Keyword.Is(args[i], "SAVE"u8)) save = true;
            else if (Keyword.Is(args[i], "NOW"u8) || Keyword.Is(args[i], "FORCE"u8)) other = true;
            else if (Keyword.Is(args[i], "ABORT"u8)) abort = true;
            else return false;
        }
        return !(save && noSave) && !(abort && (save || noSave || other));
    }
}
