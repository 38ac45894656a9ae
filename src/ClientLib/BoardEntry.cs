using System.Text;

namespace AkkaCache.Client;

/// <summary>A member of a board and its score.</summary>
public readonly record struct BoardEntry(ReadOnlyMemory<byte> Member, double Score)
{
    public BoardEntry(string name, double score)
        : this(Encoding.UTF8.GetBytes(name), score)
    {
    }

    /// <summary>The member as text.</summary>
    public string Name => Encoding.UTF8.GetString(Member.Span);

    public bool Equals(BoardEntry other) => Score.Equals(other.Score) && Member.Span.SequenceEqual(other.Member.Span);

    public override int GetHashCode() => HashCode.Combine(Score, Member.Length);

    public override string ToString() => $"{Name}: {Score}";
}

/// <summary>A member's place on a board, counted from 0, and its score.</summary>
public readonly record struct BoardRank(long Rank, double Score);

/// <summary>From which end a board is looked at.</summary>
public enum BoardOrder
{
    /// <summary>The highest score first: how people read leaderboards.</summary>
    Descending,

    /// <summary>The lowest score first.</summary>
    Ascending,
}

/// <summary>Which of the scores given to <see cref="Leaderboard.AddAsync(CacheKey, double, BoardUpdate, CancellationToken)"/> are taken.</summary>
public enum BoardUpdate
{
    Always,

    /// <summary>Only of members that are new.</summary>
    OnlyNew,

    /// <summary>Only of members that are there.</summary>
    OnlyPresent,

    /// <summary>Of new members, and where it is higher than before: the best result counts.</summary>
    IfHigher,

    /// <summary>Of new members, and where it is lower than before: the best time counts.</summary>
    IfLower,
}

/// <summary>How the scores of a member of several boards are joined.</summary>
public enum BoardJoin
{
    Sum,
    Min,
    Max,
}

/// <summary>An end of a range of scores.</summary>
/// <param name="IsExclusive">The score itself is outside.</param>
public readonly record struct ScoreBound(double Score, bool IsExclusive = false)
{
    public static readonly ScoreBound Lowest = new(double.NegativeInfinity);
    public static readonly ScoreBound Highest = new(double.PositiveInfinity);

    public static implicit operator ScoreBound(double score) => new(score);

    /// <summary>Beyond a score, without it.</summary>
    public static ScoreBound Beyond(double score) => new(score, IsExclusive: true);
}
