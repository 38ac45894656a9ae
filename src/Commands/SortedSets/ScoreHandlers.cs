using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZCARD, ZSCORE and ZMSCORE.</summary>
internal static class ScoreHandlers
{
    public static void ZCard(ref CommandContext context)
    {
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        context.Reply.Integer(entry < 0 ? 0 : context.BoardOf(entry).Count);
    }

    public static void ZScore(ref CommandContext context)
    {
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        if (entry >= 0 && context.BoardOf(entry).TryGetScore(context.Args[2], out var score)) context.Reply.Double(score);
        else context.Reply.Null();
    }

    public static void ZMScore(ref CommandContext context)
    {
        var members = context.Args.Count - 2;
        if (context.DeferIfLarge(members)) return;
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        var board = entry < 0 ? null : context.BoardOf(entry);
        context.Reply.ArrayHeader(members);
        for (var i = 2; i < context.Args.Count; i++)
        {
            if (board is not null && board.TryGetScore(context.Args[i], out var score)) context.Reply.Double(score);
            else context.Reply.Null();
        }
    }
}
