using AkkaCache.Commands.Arguments;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Some neighbours of a board, as a command describes them: by rank, score or bytes, from either end, with offset and limit.</summary>
/// <remarks>
/// <see cref="Resolve"/> turns every form into an interval of ascending ranks by at most two look-ups of O(log n). So each range command
/// knows how much it will touch before it touches anything, and reading, counting and removing share one set of rules.
/// </remarks>
internal ref struct MemberRange
{
    /// <summary>No limit, as LIMIT's count.</summary>
    public const long Unlimited = -1;

    public MemberRange(RangeBy by)
    {
        By = by;
        Limit = Unlimited;
    }

    public RangeBy By;

    /// <summary>Counted and walked from the highest member down.</summary>
    public bool Reverse;

    /// <summary>Members to leave out at the beginning; negative: all of them.</summary>
    public long Offset;

    /// <summary>The most members; negative: no limit.</summary>
    public long Limit;

    private long _start;
    private long _stop;
    private ScoreRange _scores;
    private LexRange _lex;

    /// <summary>Reads the two ends; false with the reply written when one is malformed. Set <see cref="By"/> and <see cref="Reverse"/> before.</summary>
    /// <remarks>Ranges by score and bytes that are reversed name their higher end first.</remarks>
    public bool TryReadEnds(RespWriter reply, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        switch (By)
        {
            case RangeBy.Rank:
                if (IntegerText.TryParse(first, out _start) && IntegerText.TryParse(second, out _stop)) return true;
                reply.Error(ErrorText.NotInteger);
                return false;
            case RangeBy.Score:
                if (Reverse ? ScoreRange.TryParse(second, first, out _scores) : ScoreRange.TryParse(first, second, out _scores)) return true;
                reply.Error(ErrorText.MinMaxNotFloat);
                return false;
            default:
                if (Reverse ? LexRange.TryParse(second, first, out _lex) : LexRange.TryParse(first, second, out _lex)) return true;
                reply.Error(ErrorText.MinMaxNotString);
                return false;
        }
    }

    /// <summary>The ranks of the members in range.</summary>
    public readonly RankInterval Resolve(SortedSet board) => By switch
    {
        RangeBy.Rank => Page(ByRank(board.Count)),
        RangeBy.Score => Page(ByScore(board)),
        _ => Page(ByBytes(board)),
    };

    private readonly RankInterval ByRank(int count)
    {
        var start = _start < 0 ? Math.Max(0, _start + count) : _start;
        var stop = Math.Min(count - 1, _stop < 0 ? _stop + count : _stop);
        if (start > stop) return default;
        var length = (int)(stop - start + 1);
        return new RankInterval(Reverse ? count - 1 - (int)stop : (int)start, length);
    }

    private readonly RankInterval ByScore(SortedSet board)
    {
        if (_scores.Min > _scores.Max) return default;
        var low = board.CountBelow(_scores.Min, orEqual: _scores.MinOpen);
        var high = board.CountBelow(_scores.Max, orEqual: !_scores.MaxOpen);
        return RankInterval.Between(low, high);
    }

    private readonly RankInterval ByBytes(SortedSet board) =>
        RankInterval.Between(CountBefore(board, _lex.Min, isMin: true), CountBefore(board, _lex.Max, isMin: false));

    private static int CountBefore(SortedSet board, LexEnd end, bool isMin) => end.Kind switch
    {
        LexEndKind.BeforeAll => 0,
        LexEndKind.AfterAll => board.Count,
        LexEndKind.Open => board.CountBelow(end.Member, orEqual: isMin),
        _ => board.CountBelow(end.Member, orEqual: !isMin),
    };

    private readonly RankInterval Page(RankInterval all)
    {
        if (Offset < 0 || Offset >= all.Count) return default;
        var left = all.Count - (int)Offset;
        var length = Limit < 0 ? left : (int)Math.Min(left, Limit);
        return new RankInterval(Reverse ? all.First + left - length : all.First + (int)Offset, length);
    }
}

/// <summary>What a <see cref="MemberRange"/> compares.</summary>
internal enum RangeBy : byte
{
    Rank,
    Score,

    /// <summary>Member bytes; meaningful where all scores are equal.</summary>
    Lex,
}

/// <summary><paramref name="Count"/> members from the ascending rank <paramref name="First"/> up.</summary>
internal readonly record struct RankInterval(int First, int Count)
{
    /// <summary>Rank of the highest member. Only when not empty.</summary>
    public int Last => First + Count - 1;

    public bool IsEmpty => Count == 0;

    /// <summary>From rank <paramref name="low"/> up to, but not including, <paramref name="high"/>.</summary>
    public static RankInterval Between(int low, int high) => high > low ? new RankInterval(low, high - low) : default;
}
