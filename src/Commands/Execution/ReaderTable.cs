using AkkaCache.Protocol.Frames;

namespace AkkaCache.Commands.Execution;

/// <summary>Which clients keep which keys of one partition near themselves, so that they can be told when those change. Used under the partition's gate.</summary>
/// <remarks>
/// A reader is told of a key once and then forgotten, until it reads the key again. Whoever cannot be remembered any longer is told as if the key had changed,
/// so a client may keep what it read for as long as it hears nothing: that is the invariant, and bounded memory does not break it.
/// </remarks>
public sealed class ReaderTable
{
    /// <summary>Pairs of key and reader: about 300 bytes each with the key, so 0.6 MB of a partition whose readers fill it.</summary>
    public const int MaxReads = 2048;

    /// <summary>Readers of one key: they are looked through at each read. Who comes later does not keep the key.</summary>
    public const int MaxReadersOfKey = 256;

    private readonly Dictionary<byte[], LinkedListNode<ReadKey>> _keys = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], LinkedListNode<ReadKey>>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    /// <summary>By the time of their first read, the oldest first.</summary>
    private readonly LinkedList<ReadKey> _byAge = new();

    private int _reads;

    public ReaderTable() => _bySpan = _keys.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>False lets a write skip the table at the cost of one comparison. A hint without the gate.</summary>
    public bool IsEmpty => Volatile.Read(ref _reads) == 0;

    /// <summary>Pairs of key and reader.</summary>
    public int Reads => _reads;

    /// <summary>Remembers that a reader keeps a key, present or absent. False: it must not.</summary>
    public bool TryAdd(ReadOnlySpan<byte> key, IKeyReader reader)
    {
        if (key.Length > ClientInvalidation.MaxKeyBytes || reader.IsGone) return false;
        if (!_bySpan.TryGetValue(key, out var node))
        {
            var bytes = key.ToArray();
            _keys.Add(bytes, node = _byAge.AddLast(new ReadKey(bytes)));
        }
        var readers = node.Value.Readers;
        for (var i = readers.Count - 1; i >= 0; i--)
        {
            if (readers[i] == reader) return true;
            if (!readers[i].IsGone) continue;
            readers.RemoveAt(i);
            _reads--;
        }
        if (readers.Count >= MaxReadersOfKey) return false;
        readers.Add(reader);
        Volatile.Write(ref _reads, _reads + 1);
        while (_reads > MaxReads && _byAge.First is { } oldest && oldest != node) TellAndForget(oldest);
        return true;
    }

    /// <summary>A key has changed, or is gone, or is there now.</summary>
    public void Changed(ReadOnlySpan<byte> key)
    {
        if (_bySpan.TryGetValue(key, out var node)) TellAndForget(node);
    }

    /// <summary>All keys count as changed: the partition is emptied, or what happens to its keys is not seen here any more.</summary>
    public void AllChanged(int partition)
    {
        if (_keys.Count == 0) return;
        ReadOnlyMemory<byte> push = ClientInvalidation.OfPartition(partition);
        foreach (var reader in _byAge.SelectMany(read => read.Readers).Distinct()) reader.Tell(push);
        _keys.Clear();
        _byAge.Clear();
        Volatile.Write(ref _reads, 0);
    }

    private void TellAndForget(LinkedListNode<ReadKey> node)
    {
        var (key, readers) = (node.Value.Key, node.Value.Readers);
        _keys.Remove(key);
        _byAge.Remove(node);
        Volatile.Write(ref _reads, _reads - readers.Count);
        ReadOnlyMemory<byte> push = ClientInvalidation.OfKey(key);
        foreach (var reader in readers) reader.Tell(push);
    }

    private sealed class ReadKey(byte[] key)
    {
        public byte[] Key => key;
        public List<IKeyReader> Readers { get; } = new(1);
    }
}
