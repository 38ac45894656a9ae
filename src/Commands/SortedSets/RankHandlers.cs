using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZRANK and ZREVRANK, with Redis 7.2's WITHSCORE.</summary>
internal static class RankHandlers
{
    private const int MaxArguments = 4;

    public static void ZRank(ref CommandContext context) => Rank(ref context, reverse: false);

    public static void ZRevRank(ref CommandContext context) => Rank(ref context, reverse: true);

    private static void Rank(ref CommandContext context, bool reverse)
    {
        var withScore = context.Args.Count > 3;
        if (withScore && !IsWithScore(ref context)) return;
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        BoardMetrics.RankQuery(ref context);
        var board = entry < 0 ? null : context.BoardOf(entry);
        double score = 0;
        var rank = board is null ? -1 : board.RankOf(context.Args[2], out score);
        if (rank < 0)
        {
            if (withScore) context.Reply.NullArray();
            else context.Reply.Null();
            return;
        }
        if (withScore) context.Reply.ArrayHeader(2);
        context.Reply.Integer(reverse ? board!.Count - 1 - rank : rank);
        if (withScore) context.Reply.Double(score);
    }

    private static bool IsWithScore(ref CommandContext context)
    {
        if (context.Args.Count > MaxArguments)
        {
            ErrorText.WrongArity(context.Reply, context.Command.NameUtf8);
            return false;
        }
        if (Keyword.Is(context.Args[3], "WITHSCORE"u8)) return true;
        context.Reply.Error(ErrorText.Syntax);
        return false;
    }
}
