namespace AkkaCache.Differential.Generation;

/// <summary>A weighted choice of productions.</summary>
internal sealed class Family
{
    private readonly IReadOnlyList<Production> _productions;
    private readonly int _total;

    public Family(params IEnumerable<Production>[] parts)
    {
        _productions = [.. parts.SelectMany(part => part)];
        _total = _productions.Sum(production => production.Weight);
    }

    public Draft Draw(Vocabulary vocabulary)
    {
        var point = vocabulary.Below(_total);
        foreach (var production in _productions)
        {
            point -= production.Weight;
            if (point < 0) return production.Write(vocabulary);
        }
        throw new InvalidOperationException("weights do not add up");
    }
}
