namespace AkkaCache.Engine.Benchmarks;

/// <summary>What one would write in an afternoon: a dictionary by key bytes and a linked list for LRU. The figure to beat, in the same run.</summary>
internal sealed class NaiveCache
{
    private sealed class Item
    {
        public byte[] Value = [];
        public uint Stamp;
    }

    private readonly Dictionary<byte[], LinkedListNode<Item>> _items = new(new BytesComparer());
    private readonly Dictionary<byte[], LinkedListNode<Item>>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly LinkedList<Item> _recency = [];

    public NaiveCache() => _lookup = _items.GetAlternateLookup<ReadOnlySpan<byte>>();

    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> key, uint stamp)
    {
        if (!_lookup.TryGetValue(key, out var node))
            return default;
        Touch(node, stamp);
        return node.Value.Value;
    }

    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, uint stamp)
    {
        if (_lookup.TryGetValue(key, out var node))
        {
            node.Value.Value = value.ToArray();
            Touch(node, stamp);
            return;
        }
        _lookup[key] = _recency.AddLast(new Item { Value = value.ToArray(), Stamp = stamp });
    }

    private void Touch(LinkedListNode<Item> node, uint stamp)
    {
        node.Value.Stamp = stamp;
        _recency.Remove(node);
        _recency.AddLast(node);
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());
        public int GetHashCode(ReadOnlySpan<byte> bytes) => (int)System.IO.Hashing.XxHash3.HashToUInt64(bytes, 42);
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
