namespace AkkaCache.Commands.Execution;

/// <summary>Who watches which key of one partition. Used under the partition's gate.</summary>
public sealed class WatchTable
{
    private readonly Dictionary<byte[], List<IWatcher>> _watchers = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], List<IWatcher>>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    public WatchTable() => _bySpan = _watchers.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>False lets a write skip the table at the cost of one comparison.</summary>
    public bool IsEmpty => _watchers.Count == 0;

    public void Add(ReadOnlySpan<byte> key, IWatcher watcher)
    {
        if (!_bySpan.TryGetValue(key, out var list)) _bySpan[key] = list = [];
        if (!list.Contains(watcher)) list.Add(watcher);
    }

    public void Remove(ReadOnlySpan<byte> key, IWatcher watcher)
    {
        if (!_bySpan.TryGetValue(key, out var list)) return;
        list.Remove(watcher);
        if (list.Count == 0) _bySpan.Remove(key);
    }

    public void Changed(ReadOnlySpan<byte> key)
    {
        if (!_bySpan.TryGetValue(key, out var list)) return;
        foreach (var watcher in list) watcher.KeyChanged();
    }

    /// <summary>Calls <paramref name="exists"/> for each watched key and tells the watchers of those it confirms (FLUSHALL).</summary>
    public void ChangedWhere(Func<byte[], bool> exists)
    {
        foreach (var (key, list) in _watchers)
        {
            if (!exists(key)) continue;
            foreach (var watcher in list) watcher.KeyChanged();
        }
    }
}
