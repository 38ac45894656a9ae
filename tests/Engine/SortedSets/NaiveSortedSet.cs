namespace AkkaCache.Engine.Tests.SortedSets;

/// <summary>The naive twin: a sorted list and a dictionary, obviously right, O(n).</summary>
internal sealed class NaiveSortedSet
{
    private readonly List<(double Score, byte[] Member)> _order = [];
    private readonly Dictionary<string, double> _scores = [];

    public int Count => _order.Count;

    public (double Score, byte[] Member) this[int rank] => _order[rank];

    public double? ScoreOf(byte[] member) => _scores.TryGetValue(Key(member), out var score) ? score : null;

    public int RankOf(byte[] member) => _order.FindIndex(item => item.Member.AsSpan().SequenceEqual(member));

    public void Set(byte[] member, double score)
    {
        if (ScoreOf(member) == score) return;
        Remove(member);
        var rank = 0;
        while (rank < _order.Count && IsBelow(_order[rank], score, member)) rank++;
        _order.Insert(rank, (score, member));
        _scores[Key(member)] = score;
    }

    public bool Remove(byte[] member)
    {
        var rank = RankOf(member);
        if (rank >= 0) RemoveRange(rank, 1);
        return rank >= 0;
    }

    public int RemoveRange(int rank, int count)
    {
        count = Math.Max(0, Math.Min(count, _order.Count - rank));
        for (var i = rank; i < rank + count; i++) _scores.Remove(Key(_order[i].Member));
        if (count > 0) _order.RemoveRange(rank, count);
        return count;
    }

    public int CountBelow(double score, bool orEqual) => _order.Count(item => item.Score < score || (orEqual && item.Score == score));

    public int CountBelow(byte[] member, bool orEqual) =>
        _order.Count(item => item.Member.AsSpan().SequenceCompareTo(member) < (orEqual ? 1 : 0));

    public void Clear() => RemoveRange(0, Count);

    private static bool IsBelow((double Score, byte[] Member) item, double score, byte[] member) =>
        item.Score < score || (item.Score == score && item.Member.AsSpan().SequenceCompareTo(member) < 0);

    private static string Key(byte[] member) => Convert.ToHexString(member);
}
