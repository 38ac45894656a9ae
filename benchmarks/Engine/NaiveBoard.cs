namespace AkkaCache.Engine.Benchmarks;

/// <summary>What one writes in an afternoon: a red-black tree for the order, a dictionary for the scores. Rank walks.</summary>
internal sealed class NaiveBoard
{
    private readonly record struct Item(double Score, string Member);

    private sealed class ByScoreThenName : IComparer<Item>
    {
        public int Compare(Item x, Item y)
        {
            var scores = x.Score.CompareTo(y.Score);
            return scores != 0 ? scores : string.CompareOrdinal(x.Member, y.Member);
        }
    }

    private readonly SortedSet<Item> _order = new(new ByScoreThenName());
    private readonly Dictionary<string, double> _scores = [];

    public void Set(string member, double score)
    {
        if (_scores.TryGetValue(member, out var old)) _order.Remove(new Item(old, member));
        _scores[member] = score;
        _order.Add(new Item(score, member));
    }

    public double Score(string member) => _scores[member];

    public int Rank(string member)
    {
        var wanted = new Item(_scores[member], member);
        var rank = 0;
        foreach (var item in _order)
        {
            if (item == wanted) return rank;
            rank++;
        }
        return -1;
    }

    public double Top(int count)
    {
        var sum = 0.0;
        foreach (var item in _order.Reverse())
        {
            sum += item.Score + item.Member[^1];
            if (--count == 0) break;
        }
        return sum;
    }
}
