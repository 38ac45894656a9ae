using AkkaCache.Commands.Connection;
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
    /// <summary>A new table. Rows are made anew each time, as each knows its place in one table.</summary>
    public static CommandTable NewTable() => new(
    [
        .. StringCommands.Rows,
        .. KeyCommands.Rows,
        .. SortedSetCommands.Rows,
        .. ConnectionCommands.Rows,
        .. ServerCommands.Rows,
        .. TransactionCommands.Rows,
        .. PubSubCommands.Rows,
    ]);
}
