using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Node.Partitions;

/// <summary>What came for a partition while somebody held its gate, in the order of arrival.</summary>
internal sealed class PartitionInbox
{
    /// <summary>Messages that may wait: beyond, they are dropped as by a network, and sent again by those who care. A gate is held for some 100 ms at most, links carry some 10 000 messages in that time, for all partitions.</summary>
    private const int MaxMessages = 8192;

    private readonly Lock _lock = new();
    private readonly Queue<Item> _items = new();
    private volatile bool _isAny;

    /// <summary>Read without the lock.</summary>
    public bool IsAny => _isAny;

    public void Add(Action what)
    {
        lock (_lock)
        {
            _items.Enqueue(new Item(what, NodeId.None, null));
            _isAny = true;
        }
    }

    public void Add(NodeId from, PartitionMessage message)
    {
        lock (_lock)
        {
            if (_items.Count >= MaxMessages) return;
            _items.Enqueue(new Item(null, from, message));
            _isAny = true;
        }
    }

    public bool TryTake(out Item item)
    {
        lock (_lock)
        {
            if (_items.TryDequeue(out item)) return true;
            _isAny = false;
            return false;
        }
    }

    /// <summary>Something to do, or a message to hand over.</summary>
    public readonly record struct Item(Action? What, NodeId From, PartitionMessage? Message);
}
