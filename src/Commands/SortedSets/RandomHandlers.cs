using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZRANDMEMBER.</summary>
/// <remarks>
/// Distinct members come out in one of two ways. Few of many: Floyd's sampling (Bentley and Floyd, CACM 30(9), 1987), one look-up by rank for each.
/// A large part: one walk over the board that takes each member with probability wanted / left (Knuth, TAOCP 2, §3.4.2, algorithm S).
/// Both make every subset equally likely; neither promises an order.
/// </remarks>
internal static class RandomHandlers
{
    /// <summary>A walk visits a member in about a third of the time that a look-up by rank and a hash insertion take.</summary>
    private const int WalkRatio = 3;

    /// <summary>The most members that a negative count, which may repeat them, gets: a reply of some tens of megabytes.</summary>
    private const long MaxRepeated = 1 << 20;

    public static void ZRandMember(ref CommandContext context)
    {
        if (context.Args.Count > 2)
        {
            Several(ref context);
            return;
        }
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        if (entry < 0)
        {
            context.Reply.Null();
            return;
        }
        var board = context.BoardOf(entry);
        context.Reply.Bulk(board.At(context.Node.Random.Next(board.Count)).Member);
    }

    private static void Several(ref CommandContext context)
    {
        if (!TryReadCount(ref context, out var count, out var withScores)) return;
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        if (entry < 0 || count == 0)
        {
            context.Reply.ArrayHeader(0);
            return;
        }
        var board = context.BoardOf(entry);
        if (count < -MaxRepeated)
        {
            context.Reply.Error(ErrorText.OutOfRange);
            return;
        }
        var random = context.Node.Random;
        if (count < 0)
        {
            if (!BoardMetrics.DeferredRead(ref context, -count)) Repeated(context.Reply, board, random, -count, withScores);
            return;
        }
        var wanted = (int)Math.Min(count, board.Count);
        var walk = (long)wanted * WalkRatio >= board.Count;
        if (BoardMetrics.DeferredRead(ref context, walk ? board.Count : wanted)) return;
        MemberReply.Header(context.Reply, wanted, withScores);
        if (walk) Walk(context.Reply, board, random, wanted, withScores);
        else Sample(context.Reply, board, random, wanted, withScores);
    }

    private static bool TryReadCount(ref CommandContext context, out long count, out bool withScores)
    {
        withScores = context.Args.Count > 3;
        var error = ReadOnlySpan<byte>.Empty;
        if (!IntegerText.TryParse(context.Args[2], out count)) error = ErrorText.NotInteger;
        else if (count == long.MinValue) error = ErrorText.NotNegatable;
        else if (context.Args.Count > 4 || (withScores && !Keyword.Is(context.Args[3], "WITHSCORES"u8))) error = ErrorText.Syntax;
        else if (withScores && count is < -long.MaxValue / 2 or > long.MaxValue / 2) error = ErrorText.OutOfRange;
        if (error.IsEmpty) return true;
        context.Reply.Error(error);
        return false;
    }

    private static void Repeated(RespWriter reply, SortedSet board, Random random, long count, bool withScores)
    {
        MemberReply.Header(reply, count, withScores);
        for (var i = 0L; i < count; i++) Write(reply, board.At(random.Next(board.Count)), withScores);
    }

    private static void Walk(RespWriter reply, SortedSet board, Random random, int wanted, bool withScores)
    {
        var cursor = board.At(0);
        for (var left = board.Count; wanted > 0; left--)
        {
            if (random.Next(left) < wanted)
            {
                Write(reply, cursor, withScores);
                wanted--;
            }
            cursor.MoveNext();
        }
    }

    private static void Sample(RespWriter reply, SortedSet board, Random random, int wanted, bool withScores)
    {
        var taken = new HashSet<int>(wanted);
        for (var last = board.Count - wanted; last < board.Count; last++)
        {
            var rank = random.Next(last + 1);
            if (!taken.Add(rank)) taken.Add(rank = last);
            Write(reply, board.At(rank), withScores);
        }
    }

    private static void Write(RespWriter reply, Cursor at, bool withScores)
    {
        if (withScores) MemberReply.Pair(reply, at.Member, at.Score);
        else reply.Bulk(at.Member);
    }
}
