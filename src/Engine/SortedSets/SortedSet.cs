namespace AkkaCache.Engine.SortedSets;

/// <summary>Members ordered by score, ties by member bytes (memcmp, shorter first): a board.</summary>
/// <remarks>
/// Two forms. Small sets are one array (<see cref="CompactForm"/>); what outgrows it becomes an unrolled skip list with an index (<see cref="BlockList"/>),
/// and comes back only when little is left, so that a set on the edge does not swing. Score look-up is O(1), everything by order O(log n). Scores are
/// never NaN: callers check. -0.0 and 0.0 are the same score; the sign that was set first stays. Not thread-safe: the caller holds the partition's gate.
/// All memory but a few objects is native; whoever owns the set disposes it.
/// </remarks>
public sealed class SortedSet : IDisposable
{
    /// <summary>A full set with this many members, all short, becomes compact: a quarter of where it would grow out again.</summary>
    private const int CompactAgain = CompactForm.MaxMembers / 4;

    /// <summary>This object: header and type 16, seed 8, full form 8, compact form 32.</summary>
    private const int ObjectBytes = 64;

    private readonly ulong _seed;
    private BlockList? _full;
    private CompactForm _compact;

    /// <summary>An empty set. The seed drives the tower heights and the hash of names.</summary>
    public SortedSet(ulong seed) => _seed = seed;

    /// <summary>Members held.</summary>
    public int Count => _full?.Count ?? _compact.Count;

    /// <summary>Bytes charged: everything this set took from the operating system, and its objects. O(1).</summary>
    public long UsedBytes => ObjectBytes + (_full?.HeldBytes ?? _compact.HeldBytes);

    /// <summary>True while the set is one small array: up to 128 members of up to 64 bytes.</summary>
    public bool IsCompact => _full is null;

    /// <summary>True when the set is small and still is after <paramref name="member"/> was set. O(1).</summary>
    public bool StaysCompact(ReadOnlySpan<byte> member) =>
        _full is null && (CompactForm.Fits(_compact.Count + 1, member.Length) || _compact.Find(member) >= 0);

    internal BlockList? Full => _full;

    internal ref readonly CompactForm Compact => ref _compact;

    /// <summary>The member's score. O(1), allocates nothing.</summary>
    public bool TryGetScore(ReadOnlySpan<byte> member, out double score)
    {
        if (_full is not null) return _full.TryGetScore(member, out score);
        var position = _compact.Find(member);
        score = position >= 0 ? _compact.Score(position) : 0;
        return position >= 0;
    }

    /// <summary>Adds the member or moves it to <paramref name="score"/> (never NaN). O(log n); a move allocates nothing.</summary>
    public SetResult Set(ReadOnlySpan<byte> member, double score)
    {
        if (_full is not null) return _full.Set(member, score);
        var position = _compact.Find(member);
        if (position >= 0)
        {
            if (_compact.Score(position) == score) return SetResult.Unchanged;
            _compact.Move(position, score);
            return SetResult.Moved;
        }
        if (CompactForm.Fits(_compact.Count + 1, member.Length))
        {
            _compact.Add(member, score);
            return SetResult.Added;
        }
        Expand();
        return _full!.Set(member, score);
    }

    /// <summary>Removes the member; false when it is absent. O(log n).</summary>
    public bool Remove(ReadOnlySpan<byte> member)
    {
        if (_full is not null)
        {
            if (!_full.Remove(member)) return false;
            if (_full.Count <= CompactAgain) TryShrink();
            return true;
        }
        var position = _compact.Find(member);
        if (position < 0) return false;
        _compact.RemoveRange(position, 1);
        return true;
    }

    /// <summary>Zero-based rank, ascending by score, ties by member bytes; -1 when absent. O(log n), allocates nothing.</summary>
    public int RankOf(ReadOnlySpan<byte> member, out double score)
    {
        if (_full is not null) return _full.RankOf(member, out score);
        var position = _compact.Find(member);
        score = position >= 0 ? _compact.Score(position) : 0;
        return position;
    }

    /// <summary>Members with a score below (or equal to) <paramref name="score"/>: a range by score is two of these. O(log n).</summary>
    public int CountBelow(double score, bool orEqual) =>
        _full?.CountBelow(score, orEqual) ?? _compact.CountBelow(score, orEqual);

    /// <summary>Members whose bytes are below (or equal to) <paramref name="member"/>; meaningful when all scores are equal, as for Redis's lex ranges. O(log n).</summary>
    public int CountBelow(ReadOnlySpan<byte> member, bool orEqual) =>
        _full is not null ? _full.CountBelow(member, orEqual) : _compact.CountBelow(member, orEqual);

    /// <summary>A cursor at <paramref name="rank"/>; an invalid one when there is no such rank. O(log n), allocates nothing.</summary>
    public Cursor At(int rank)
    {
        if (_full is null || (uint)rank >= (uint)_full.Count) return new Cursor(this, _full is null ? rank : -1);
        var block = _full.Locate(rank, out var position);
        return new Cursor(this, block, position);
    }

    /// <summary>Removes up to <paramref name="count"/> members from <paramref name="rank"/> (0 or more) up; returns how many. O(log n + removed).</summary>
    public int RemoveRange(int rank, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        count = Math.Min(count, Count - rank);
        if (count <= 0) return 0;
        if (count == Count)
        {
            Clear();
        }
        else if (_full is null)
        {
            _compact.RemoveRange(rank, count);
        }
        else
        {
            _full.RemoveRange(rank, count);
            if (_full.Count <= CompactAgain) TryShrink();
        }
        return count;
    }

    /// <summary>
    /// Visits about <paramref name="count"/> members in no order. Cursor 0 starts, 0 is returned at the end; what is in the set from the start to the end of
    /// a scan is visited at least once. A compact set is visited whole.
    /// </summary>
    public ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor)
        where TVisitor : IMemberVisitor, allows ref struct
    {
        if (_full is not null) return _full.Index.Scan(cursor, count, ref visitor);
        for (var position = 0; position < _compact.Count; position++) visitor.Visit(_compact.Name(position), _compact.Score(position));
        return 0;
    }

    /// <summary>Removes everything. O(segments).</summary>
    public void Clear()
    {
        _full?.Dispose();
        _full = null;
        _compact.Dispose();
    }

    /// <summary>Gives the memory back. O(segments).</summary>
    public void Dispose() => Clear();

    /// <summary>Throws with a description when the structure contradicts itself. O(n).</summary>
    public void CheckInvariants()
    {
        if (_full is not null) BlockListInvariants.Check(_full);
        if (_full is not null && _compact.Count != 0) throw new InvalidOperationException("both forms hold members");
        _compact.CheckInvariants();
    }

    private void Expand()
    {
        var full = new BlockList(_seed);
        for (var position = 0; position < _compact.Count; position++) full.Set(_compact.Name(position), _compact.Score(position));
        _compact.Dispose();
        _full = full;
    }

    private void TryShrink()
    {
        for (var cursor = At(0); cursor.IsValid; cursor.MoveNext())
        {
            if (cursor.Member.Length > CompactForm.MaxNameBytes) return;
        }
        for (var cursor = At(0); cursor.IsValid; cursor.MoveNext()) _compact.Add(cursor.Member, cursor.Score);
        _full!.Dispose();
        _full = null;
    }
}
