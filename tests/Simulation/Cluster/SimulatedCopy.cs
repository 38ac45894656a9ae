namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>A write as it travels: deterministic, and wrong on any state but the right one.</summary>
internal readonly record struct SimulatedEffect(string Key, bool IsAppend, string? Value);

/// <summary>The state and the log of one partition on one node.</summary>
internal sealed class SimulatedCopy(int logLength)
{
    private readonly Dictionary<string, string> _values = [];
    private readonly Queue<SimulatedEffect> _log = new();
    private long _dropped;

    public IReadOnlyDictionary<string, string> Values => _values;

    public string? Get(string key) => _values.GetValueOrDefault(key);

    public void Add(SimulatedEffect effect)
    {
        if (effect.IsAppend) _values[effect.Key] = Get(effect.Key) + effect.Value;
        else Put(effect.Key, effect.Value);
        _log.Enqueue(effect);
        if (_log.Count <= logLength) return;
        _log.Dequeue();
        _dropped++;
    }

    public void Put(string key, string? value)
    {
        if (value is null) _values.Remove(key);
        else _values[key] = value;
    }

    public SimulatedEffect[]? Read(long index, long count)
        => index < _dropped ? null : [.. _log.Skip((int)(index - _dropped)).Take((int)count)];

    public void StartOver(long index)
    {
        _values.Clear();
        _log.Clear();
        _dropped = index;
    }

    public bool HasSameValues(SimulatedCopy other) => _values.Count == other._values.Count && _values.All(pair => other.Get(pair.Key) == pair.Value);

    public override string ToString() => string.Join(", ", _values.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"));
}
