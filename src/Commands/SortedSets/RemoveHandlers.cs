using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZREM and the ZREMRANGE family.</summary>
internal static class RemoveHandlers
{
    public static void ZRem(ref CommandContext context)
    {
        if (context.DeferIfLarge(context.Args.Count - 2)) return;
        var entry = context.FindToWrite(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        var removed = 0;
        if (entry >= 0)
        {
            var board = context.BoardOf(entry);
            for (var i = 2; i < context.Args.Count && board.Count > 0; i++)
            {
                if (board.Remove(context.Args[i])) removed++;
            }
            Finish(ref context, entry, removed);
        }
        context.Reply.Integer(removed);
    }

    public static void ZRemRangeByRank(ref CommandContext context) => RemoveRange(ref context, RangeBy.Rank);

    public static void ZRemRangeByScore(ref CommandContext context) => RemoveRange(ref context, RangeBy.Score);

    public static void ZRemRangeByLex(ref CommandContext context) => RemoveRange(ref context, RangeBy.Lex);

    /// <summary>After <paramref name="removed"/> members went by a command that is its own effect: charge, effect, watchers, and the end of an empty board.</summary>
    public static void Finish(ref CommandContext context, int entry, int removed)
    {
        if (removed == 0) return;
        context.WroteAsIs(context.Args[1]);
        BoardMetrics.Removed(ref context, context.Space, removed);
        if (context.BoardOf(entry).Count == 0) context.Store.Remove(entry);
        else context.Store.Recharge(entry);
    }

    private static void RemoveRange(ref CommandContext context, RangeBy by)
    {
        var range = new MemberRange(by);
        if (!range.TryReadEnds(context.Reply, context.Args[2], context.Args[3])) return;
        var entry = context.FindToWrite(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        if (entry < 0)
        {
            context.Reply.Integer(0);
            return;
        }
        var board = context.BoardOf(entry);
        var interval = range.Resolve(board);
        if (context.DeferIfLarge(interval.Count)) return;
        if (!interval.IsEmpty) board.RemoveRange(interval.First, interval.Count);
        Finish(ref context, entry, interval.Count);
        context.Reply.Integer(interval.Count);
    }
}
