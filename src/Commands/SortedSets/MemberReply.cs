using AkkaCache.Engine.SortedSets;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Writes members, with or without their scores, in the shapes of RESP2 and RESP3.</summary>
/// <remarks>With scores RESP2 has one flat array of members and scores, RESP3 an array of pairs.</remarks>
internal static class MemberReply
{
    /// <summary>The members of an interval, from the lowest up or from the highest down. Allocates nothing.</summary>
    public static void Range(RespWriter reply, SortedSet board, RankInterval interval, bool reverse, bool withScores)
    {
        Header(reply, interval.Count, withScores);
        if (interval.IsEmpty) return;
        var cursor = board.At(reverse ? interval.Last : interval.First);
        for (var left = interval.Count; ;)
        {
            if (withScores) Pair(reply, cursor.Member, cursor.Score);
            else reply.Bulk(cursor.Member);
            if (--left == 0) return;
            if (reverse) cursor.MovePrevious();
            else cursor.MoveNext();
        }
    }

    /// <summary>The same with scores, as pairs in either protocol.</summary>
    public static void Pairs(RespWriter reply, SortedSet board, RankInterval interval, bool reverse)
    {
        reply.ArrayHeader(interval.Count);
        for (var i = 0; i < interval.Count; i++) Single(reply, board, reverse ? interval.Last - i : interval.First + i);
    }

    /// <summary>The array around <paramref name="members"/> members.</summary>
    public static void Header(RespWriter reply, long members, bool withScores)
        => reply.ArrayHeader(withScores && reply.ProtocolVersion < 3 ? members * 2 : members);

    /// <summary>One member and its score as an array of two, in either protocol.</summary>
    public static void Single(RespWriter reply, SortedSet board, int rank)
    {
        var cursor = board.At(rank);
        reply.ArrayHeader(2);
        reply.Bulk(cursor.Member);
        reply.Double(cursor.Score);
    }

    /// <summary>One member and its score within such an array.</summary>
    public static void Pair(RespWriter reply, ReadOnlySpan<byte> member, double score)
    {
        if (reply.ProtocolVersion >= 3) reply.ArrayHeader(2);
        reply.Bulk(member);
        reply.Double(score);
    }
}
