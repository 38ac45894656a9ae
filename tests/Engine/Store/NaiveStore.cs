using System.Text;
using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Tests.Store;

/// <summary>The twin of <see cref="PartitionStore"/>: the same rules by a dictionary and two linked lists, too simple to be wrong.</summary>
internal sealed class NaiveStore
{
    internal sealed class Item
    {
        public required string Key { get; set; }
        public byte[] Value = [];
        /// <summary>Members and scores; null when the item is a string.</summary>
        public Dictionary<string, double>? Board;
        public long DueMs;
        public uint Stamp;
    }

    private readonly Dictionary<string, Item> _items = new(StringComparer.Ordinal);
    private readonly LinkedList<Item> _recency = [];
    private readonly LinkedList<Item> _volatileRecency = [];

    public int Count => _items.Count;
    public int BoardCount => _items.Values.Count(i => i.Board is not null);
    public int VolatileCount => _volatileRecency.Count;
    public IEnumerable<Item> ByAge => _recency;
    public Item? Oldest => _recency.First?.Value;
    public Item? OldestVolatile => _volatileRecency.First?.Value;
    public long NearestDueMs => _volatileRecency.Count == 0 ? long.MaxValue : _volatileRecency.Min(i => i.DueMs);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public Item? Find(string key) => _items.GetValueOrDefault(key);

    public Item Add(string key, uint stamp)
    {
        var item = new Item { Key = key, Stamp = stamp };
        _items.Add(key, item);
        _recency.AddLast(item);
        return item;
    }

    public void Touch(Item item, uint stamp)
    {
        item.Stamp = stamp;
        _recency.Remove(item);
        _recency.AddLast(item);
        if (_volatileRecency.Remove(item))
            _volatileRecency.AddLast(item);
    }

    public void SetDue(Item item, long dueMs)
    {
        if (dueMs == 0)
            _volatileRecency.Remove(item);
        else if (item.DueMs == 0)
            _volatileRecency.AddLast(item);
        item.DueMs = dueMs;
    }

    public void Rename(Item item, string newKey)
    {
        _items.Remove(item.Key);
        item.Key = newKey;
        _items.Add(newKey, item);
    }

    public void Remove(Item item)
    {
        _items.Remove(item.Key);
        _recency.Remove(item);
        _volatileRecency.Remove(item);
    }

    public HashSet<string> TakeExpired(long nowMs)
    {
        var expired = _volatileRecency.Where(i => i.DueMs <= nowMs).ToList();
        expired.ForEach(Remove);
        return expired.Select(i => i.Key).ToHashSet();
    }

    public void Clear()
    {
        _items.Clear();
        _recency.Clear();
        _volatileRecency.Clear();
    }
}
