using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>Who watches keys of one partition in the name of connections of other nodes, and of those of this node whose WATCH waited. Used with the gate's lock held.</summary>
/// <remarks>
/// A transaction finds its watch here or does nothing: one that is not here any more counts as changed. So does one of an earlier epoch, or of a
/// content that was replaced: nobody here can say what has happened to its keys meanwhile.
/// </remarks>
internal sealed class RemoteWatches(Partition partition)
{
    /// <summary>Keys watched at a time: some megabytes. Who comes later is refused, and its transaction does nothing.</summary>
    public const int MaxKeys = 64 * 1024;

    private readonly Dictionary<(NodeId Node, long Connection), Watch> _watches = [];
    private int _keys;

    /// <summary>A hint without the lock.</summary>
    public bool IsEmpty => Volatile.Read(ref _keys) == 0;

    /// <summary>Adds a key to a watch; false at the limit.</summary>
    public bool TryAdd(NodeId node, WatchForm name, ReadOnlySpan<byte> key)
    {
        if (_watches.TryGetValue((node, name.Connection), out var watch) && !IsCurrent(watch, name))
        {
            Remove(node, name.Connection);
            watch = null;
        }
        if (_keys >= MaxKeys) return false;
        if (watch is null) _watches.Add((node, name.Connection), watch = new Watch(name.Id, partition.Space, partition.Epoch));
        foreach (var known in watch.Keys)
        {
            if (key.SequenceEqual(known)) return true;
        }
        partition.Space.Watches.Add(key, watch);
        watch.Keys.Add(key.ToArray());
        Volatile.Write(ref _keys, _keys + 1);
        return true;
    }

    /// <summary>Ends a watch; true when nothing that it watched has changed.</summary>
    public bool Take(NodeId node, WatchForm name, long nowMs)
    {
        if (!_watches.TryGetValue((node, name.Connection), out var watch)) return false;
        var isCurrent = IsCurrent(watch, name);
        if (isCurrent)
        {
            // A key that has run out of time since counts as changed: finding it gone tells its watchers.
            foreach (var key in watch.Keys) partition.Space.FindLive(key, nowMs);
        }
        Remove(node, name.Connection);
        return isCurrent && !watch.IsChanged;
    }

    public void Forget(NodeId node, WatchForm name)
    {
        if (_watches.TryGetValue((node, name.Connection), out var watch) && watch.Id == name.Id) Remove(node, name.Connection);
    }

    /// <summary>Forgets what a node watches, or everybody.</summary>
    public void ForgetAll(NodeId node)
    {
        foreach (var (watcher, connection) in _watches.Keys.Where(key => node.IsNone || key.Node == node).ToArray()) Remove(watcher, connection);
    }

    private bool IsCurrent(Watch watch, WatchForm name) => watch.Id == name.Id && watch.Space == partition.Space && watch.Epoch == partition.Epoch;

    private void Remove(NodeId node, long connection)
    {
        _watches.Remove((node, connection), out var watch);
        foreach (var key in watch!.Keys) watch.Space.Watches.Remove(key, watch);
        Volatile.Write(ref _keys, _keys - watch.Keys.Count);
    }

    private sealed class Watch(long id, PartitionSpace space, long epoch) : IWatcher
    {
        public long Id => id;
        public PartitionSpace Space => space;
        public long Epoch => epoch;
        public List<byte[]> Keys { get; } = [];
        public bool IsChanged { get; private set; }
        public void KeyChanged() => IsChanged = true;
    }
}
