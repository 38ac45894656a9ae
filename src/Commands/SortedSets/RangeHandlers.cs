using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZRANGE and the older commands that it replaced; ZCOUNT and ZLEXCOUNT.</summary>
internal static class RangeHandlers
{
    public static void ZRange(ref CommandContext context) => Range(ref context, RangeForm.Free, RangeBy.Rank, reverse: false);

    public static void ZRevRange(ref CommandContext context) => Range(ref context, RangeForm.Scored, RangeBy.Rank, reverse: true);

    public static void ZRangeByScore(ref CommandContext context) => Range(ref context, RangeForm.Scored, RangeBy.Score, reverse: false);

    public static void ZRevRangeByScore(ref CommandContext context) => Range(ref context, RangeForm.Scored, RangeBy.Score, reverse: true);

    public static void ZRangeByLex(ref CommandContext context) => Range(ref context, RangeForm.Scored, RangeBy.Lex, reverse: false);

    public static void ZRevRangeByLex(ref CommandContext context) => Range(ref context, RangeForm.Scored, RangeBy.Lex, reverse: true);

    public static void ZCount(ref CommandContext context) => Count(ref context, RangeBy.Score);

    public static void ZLexCount(ref CommandContext context) => Count(ref context, RangeBy.Lex);

    private static void Range(ref CommandContext context, RangeForm form, RangeBy by, bool reverse)
    {
        var arguments = new RangeArguments(form, by, reverse, at: 2);
        if (!arguments.TryRead(ref context)) return;
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        if (entry < 0)
        {
            context.Reply.ArrayHeader(0);
            return;
        }
        var board = context.BoardOf(entry);
        var interval = arguments.Range.Resolve(board);
        if (BoardMetrics.DeferredRead(ref context, interval.Count)) return;
        BoardMetrics.RangeQuery(ref context);
        MemberReply.Range(context.Reply, board, interval, arguments.Range.Reverse, arguments.WithScores);
    }

    private static void Count(ref CommandContext context, RangeBy by)
    {
        var range = new MemberRange(by);
        if (!range.TryReadEnds(context.Reply, context.Args[2], context.Args[3])) return;
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        BoardMetrics.RangeQuery(ref context);
        context.Reply.Integer(entry < 0 ? 0 : range.Resolve(context.BoardOf(entry)).Count);
    }
}
