using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZPOPMIN and ZPOPMAX.</summary>
internal static class PopHandlers
{
    private const int MaxArguments = 3;

    public static void ZPopMin(ref CommandContext context) => Pop(ref context, highest: false);

    public static void ZPopMax(ref CommandContext context) => Pop(ref context, highest: true);

    private static void Pop(ref CommandContext context, bool highest)
    {
        if (context.Args.Count > MaxArguments)
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        var hasCount = context.Args.Count == MaxArguments;
        long wanted = 1;
        if (hasCount && (!IntegerText.TryParse(context.Args[2], out wanted) || wanted < 0))
        {
            context.Reply.Error(ErrorText.NotPositive);
            return;
        }
        var entry = context.FindToWrite(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        if (entry < 0 || wanted == 0)
        {
            context.Reply.ArrayHeader(0);
            return;
        }
        var board = context.BoardOf(entry);
        var count = (int)Math.Min(wanted, board.Count);
        if (context.DeferIfLarge(count)) return;

        var popped = new RankInterval(highest ? board.Count - count : 0, count);
        if (hasCount) MemberReply.Range(context.Reply, board, popped, highest, withScores: true);
        else MemberReply.Single(context.Reply, board, popped.First);
        IntervalRemoval.Remove(ref context, context.Space, entry, context.Args[1], popped, isOwnEffect: true);
    }
}
