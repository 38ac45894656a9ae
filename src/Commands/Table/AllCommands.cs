using AkkaCache.Commands.Connection;
using AkkaCache.Commands.Idempotence;
using AkkaCache.Commands.Keys;
using AkkaCache.Commands.PubSub;
using AkkaCache.Commands.Server;
using AkkaCache.Commands.SortedSets;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Transactions;

namespace AkkaCache.Commands.Table;

/// <summary>All families' rows: the command language of a node.</summary>
public static class AllCommands
{
    /// <summary>The rows of all families, made anew each time, as a row knows its place in one table.</summary>
    public static IEnumerable<CommandDescriptor> Rows =>
    [
        .. StringCommands.Rows,
        .. KeyCommands.Rows,
        .. SortedSetCommands.Rows,
        .. ConnectionCommands.Rows,
        .. ServerCommands.Rows,
        .. TransactionCommands.Rows,
        .. PubSubCommands.Rows,
        .. OnceCommand.Rows,
    ];

    public static CommandTable NewTable() => new(Rows);
}
