using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.Effects;

/// <summary>Keys in the order in which they came, each once.</summary>
internal sealed class KeyQueue
{
    private readonly Queue<byte[]> _order = new();
    private readonly HashSet<byte[]> _members = new(KeyComparer.Instance);
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    public KeyQueue() => _bySpan = _members.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => _order.Count;

    /// <summary>Bytes of all keys.</summary>
    public long Bytes { get; private set; }

    public byte[] First => _order.Peek();

    /// <summary>Nothing happens when the key waits already.</summary>
    public void Add(ReadOnlySpan<byte> key)
    {
        if (_bySpan.Contains(key)) return;
        var copy = key.ToArray();
        _members.Add(copy);
        _order.Enqueue(copy);
        Bytes += copy.Length;
    }

    public void RemoveFirst()
    {
        var key = _order.Dequeue();
        _members.Remove(key);
        Bytes -= key.Length;
    }

    public void Clear()
    {
        _order.Clear();
        _members.Clear();
        Bytes = 0;
    }
}
