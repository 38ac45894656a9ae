using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Server.Cluster;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Server;

/// <summary>TIME and ROLE, and the rows of the whole family: INFO, CONFIG, SHUTDOWN and COMMAND have files of their own.</summary>
public static class ServerCommands
{
    /// <summary>Microseconds of a second.</summary>
    private const long SecondMicroseconds = 1_000_000;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("time", 1, CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast, KeyPositions.None, Time)
        {
            Group = "server", Since = "2.6.0", Complexity = "O(1)",
            Summary = "Answers the server's time: seconds since 1970, and microseconds of the current second.",
            Tips = ["nondeterministic_output"],
        },
        new("role", 1, CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast, KeyPositions.None, Role)
        {
            Group = "server", Since = "2.8.12", Complexity = "O(1)",
            Summary = "Answers the part the node plays: always master, as there are no Redis replicas here.",
            ExtraCategories = ["admin", "dangerous"],
        },
        .. InfoCommand.Rows,
        .. ConfigCommands.Rows,
        .. ShutdownCommand.Rows,
        .. WaitCommand.Rows,
        .. CommandCommands.Rows,
        .. ClusterCommands.Rows,
    ];

    private static void Time(ref CommandContext context)
    {
        var (seconds, microseconds) = Math.DivRem(context.Node.Facts.UnixTimeMicroseconds, SecondMicroseconds);
        context.Reply.ArrayHeader(2);
        context.Reply.BulkInteger(seconds);
        context.Reply.BulkInteger(microseconds);
    }

    private static void Role(ref CommandContext context)
    {
        var role = context.Node.Facts.Role;
        context.Reply.ArrayHeader(3);
        context.Reply.Bulk("master"u8);
        context.Reply.Integer(role.Offset);
        context.Reply.ArrayHeader(role.Backups.Count);
        foreach (var backup in role.Backups)
        {
            context.Reply.ArrayHeader(3);
            TextReply.Bulk(context.Reply, backup.Host);
            context.Reply.BulkInteger(backup.Port);
            context.Reply.BulkInteger(backup.Offset);
        }
    }
}
