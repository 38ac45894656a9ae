using System.IO.Hashing;

namespace AkkaCache.Engine.SortedSets;

/// <summary>Members ordered by score, ties by member bytes (memcmp, shorter first). Plain form: a sorted list and a dictionary.</summary>
public sealed class SortedSet : IDisposable
{
    private readonly record struct Item(double Score, byte[] Member);

    private readonly List<Item> _order = [];
    private readonly Dictionary<byte[], double> _scores = new(ByMemberBytes.Instance);
    private readonly Dictionary<byte[], double>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private long _memberBytes;

    /// <summary>An empty set; the seed drives whatever chance the structure uses.</summary>
    public SortedSet(ulong seed)
    {
        _ = seed;
        _lookup = _scores.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Members held.</summary>
    public int Count => _order.Count;

    /// <summary>Bytes charged for everything the set holds.</summary>
    public long UsedBytes => _memberBytes + 96L * _order.Count;

    /// <summary>True while the set is one small array.</summary>
    public bool IsCompact => _order.Count <= 128;

    /// <summary>The member's score. O(1).</summary>
    public bool TryGetScore(ReadOnlySpan<byte> member, out double score) => _lookup.TryGetValue(member, out score);

    /// <summary>Adds the member or moves it to <paramref name="score"/> (never NaN). O(log n).</summary>
    public SetResult Set(ReadOnlySpan<byte> member, double score)
    {
        if (_lookup.TryGetValue(member, out var old, out var oldScore))
        {
            if (oldScore == score) return SetResult.Unchanged;
            _order.RemoveAt(Place(oldScore, member, orEqual: false));
            Insert(old, score);
            return SetResult.Moved;
        }
        _memberBytes += member.Length;
        Insert(member.ToArray(), score);
        return SetResult.Added;
    }

    private void Insert(byte[] member, double score)
    {
        _order.Insert(Place(score, member, orEqual: false), new Item(score, member));
        _scores[member] = score;
    }

    /// <summary>Removes the member; false when it is absent. O(log n).</summary>
    public bool Remove(ReadOnlySpan<byte> member)
    {
        var rank = RankOf(member, out _);
        return rank >= 0 && RemoveRange(rank, 1) == 1;
    }

    /// <summary>Zero-based rank, ascending by score, ties by member bytes; -1 when absent. O(log n).</summary>
    public int RankOf(ReadOnlySpan<byte> member, out double score) =>
        TryGetScore(member, out score) ? Place(score, member, orEqual: false) : -1;

    /// <summary>Members with a score below (or equal to) <paramref name="score"/>. O(log n).</summary>
    public int CountBelow(double score, bool orEqual)
    {
        int low = 0, high = _order.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (orEqual ? _order[middle].Score <= score : _order[middle].Score < score) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Members whose bytes are below (or equal to) <paramref name="member"/>; meaningful when all scores are equal. O(log n).</summary>
    public int CountBelow(ReadOnlySpan<byte> member, bool orEqual) =>
        _order.Count == 0 ? 0 : Place(_order[0].Score, member, orEqual);

    /// <summary>A cursor at <paramref name="rank"/>; invalid when out of range.</summary>
    public Cursor At(int rank) => new(this, rank);

    /// <summary>Removes up to <paramref name="count"/> members from <paramref name="rank"/> up; returns how many.</summary>
    public int RemoveRange(int rank, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        count = Math.Min(count, _order.Count - rank);
        if (count <= 0) return 0;
        for (var i = rank; i < rank + count; i++)
        {
            _memberBytes -= _order[i].Member.Length;
            _scores.Remove(_order[i].Member);
        }
        _order.RemoveRange(rank, count);
        return count;
    }

    /// <summary>
    /// Visits about <paramref name="count"/> members. Cursor 0 starts, 0 is returned at the end; what is present throughout is visited at least once.
    /// </summary>
    public ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor)
        where TVisitor : IMemberVisitor, allows ref struct
    {
        var byHash = new List<(ulong Hash, Item Item)>();
        foreach (var item in _order)
        {
            var hash = XxHash3.HashToUInt64(item.Member) >> 1;
            if (hash >= cursor) byHash.Add((hash, item));
        }
        byHash.Sort((a, b) => a.Hash.CompareTo(b.Hash));
        for (var i = 0; i < byHash.Count; i++)
        {
            if (i >= Math.Max(1, count) && byHash[i].Hash != byHash[i - 1].Hash) return byHash[i].Hash;
            visitor.Visit(byHash[i].Item.Member, byHash[i].Item.Score);
        }
        return 0;
    }

    /// <summary>Removes everything.</summary>
    public void Clear() => RemoveRange(0, Count);

    /// <summary>Frees the memory; the set must not be used again.</summary>
    public void Dispose() => Clear();

    /// <summary>Throws with a description when the structure contradicts itself.</summary>
    public void CheckInvariants()
    {
        if (_order.Count != _scores.Count) throw new InvalidOperationException($"{_order.Count} in order, {_scores.Count} by name");
        for (var i = 1; i < _order.Count; i++)
        {
            if (Compare(_order[i - 1], _order[i].Score, _order[i].Member) >= 0) throw new InvalidOperationException($"order broken at rank {i}");
        }
    }

    internal ReadOnlySpan<byte> MemberAt(int rank) => _order[rank].Member;

    internal double ScoreAt(int rank) => _order[rank].Score;

    private int Place(double score, ReadOnlySpan<byte> member, bool orEqual)
    {
        int low = 0, high = _order.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Compare(_order[middle], score, member) < (orEqual ? 1 : 0)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static int Compare(in Item item, double score, ReadOnlySpan<byte> member)
    {
        if (item.Score < score) return -1;
        return item.Score > score ? 1 : item.Member.AsSpan().SequenceCompareTo(member);
    }

    private sealed class ByMemberBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByMemberBytes Instance = new();

        public bool Equals(byte[]? a, byte[]? b) => a.AsSpan().SequenceEqual(b);
        public int GetHashCode(byte[] member) => GetHashCode(member.AsSpan());
        public bool Equals(ReadOnlySpan<byte> a, byte[] b) => a.SequenceEqual(b);
        public int GetHashCode(ReadOnlySpan<byte> member) => (int)XxHash3.HashToUInt64(member);
        public byte[] Create(ReadOnlySpan<byte> member) => member.ToArray();
    }
}
