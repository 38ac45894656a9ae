using AkkaCache.Commands.Effects;
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
            if (removed > 0) Finish(ref context, entry, removed);
        }
        context.Reply.Integer(removed);
    }

    public static void ZRemRangeByRank(ref CommandContext context) => RemoveRange(ref context, RangeBy.Rank);

    public static void ZRemRangeByScore(ref CommandContext context) => RemoveRange(ref context, RangeBy.Score);

    public static void ZRemRangeByLex(ref CommandContext context) => RemoveRange(ref context, RangeBy.Lex);

    // As for an interval, the end of a board is a DEL.
    private static void Finish(ref CommandContext context, int entry, int removed)
    {
        var key = context.Args[1];
        context.Space.Changed(key);
        BoardMetrics.Removed(ref context, context.Space, removed);
        if (context.BoardOf(entry).Count == 0)
        {
            EffectWriter.Delete(context.Effects, key);
            context.Store.Remove(entry);
            return;
        }
        context.Effects.Append(context.Args);
        context.Store.Recharge(entry);
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
        var interval = range.Resolve(context.BoardOf(entry));
        if (context.DeferIfLarge(interval.Count)) return;
        // Where scores differ, what lies between two byte strings depends on how the board is cut into blocks.
        IntervalRemoval.Remove(ref context, context.Space, entry, context.Args[1], interval, isOwnEffect: by != RangeBy.Lex);
        context.Reply.Integer(interval.Count);
    }
}
