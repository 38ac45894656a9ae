namespace AkkaCache.Engine.SortedSets;

/// <summary>A place in a <see cref="SortedSet"/> that walks in both directions. Any change of the set ends its validity.</summary>
public struct Cursor
{
    private readonly SortedSet _set;
    private int _rank;

    internal Cursor(SortedSet set, int rank)
    {
        _set = set;
        _rank = rank;
    }

    /// <summary>False before the first member and after the last.</summary>
    public readonly bool IsValid => (uint)_rank < (uint)_set.Count;

    /// <summary>The member's bytes. Only when <see cref="IsValid"/>; valid until the set changes.</summary>
    public readonly ReadOnlySpan<byte> Member => _set.MemberAt(_rank);

    /// <summary>The member's score. Only when <see cref="IsValid"/>.</summary>
    public readonly double Score => _set.ScoreAt(_rank);

    /// <summary>One rank up; false when that leaves the set.</summary>
    public bool MoveNext()
    {
        _rank++;
        return IsValid;
    }

    /// <summary>One rank down; false when that leaves the set.</summary>
    public bool MovePrevious()
    {
        _rank--;
        return IsValid;
    }
}
