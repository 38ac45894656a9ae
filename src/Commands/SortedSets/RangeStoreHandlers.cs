using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZRANGESTORE.</summary>
internal static class RangeStoreHandlers
{
    public static void ZRangeStore(ref CommandContext context)
    {
        var arguments = new RangeArguments(RangeForm.AnyDirection | RangeForm.AnyKind, RangeBy.Rank, reverse: false, at: 3);
        if (!arguments.TryRead(ref context)) return;
        var source = context.SpaceOf(context.Args[2]);
        var entry = context.FindToRead(source, context.Args[2]);
        if (context.IsWrongKind(source, entry, EntryKind.SortedSet)) return;
        if (entry < 0)
        {
            BoardReplacement.Store(ref context, context.Args[1], BoardReplacement.New(ref context, context.Args[1]));
            return;
        }
        var board = source.Store.BoardOf(entry);
        var interval = arguments.Range.Resolve(board);
        if (BoardMetrics.DeferredRead(ref context, source, interval.Count)) return;

        var result = BoardReplacement.New(ref context, context.Args[1]);
        var cursor = board.At(interval.First);
        for (var left = interval.Count; left > 0; left--)
        {
            result.Set(cursor.Member, cursor.Score);
            cursor.MoveNext();
        }
        BoardReplacement.Store(ref context, context.Args[1], result);
    }
}
