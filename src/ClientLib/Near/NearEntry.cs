namespace AkkaCache.Client.Near;

/// <summary>A key as it was read. Immutable but for its place among the others, which the cache's lock guards.</summary>
internal sealed class NearEntry(byte[] key, byte[]? value, int partition, object? source, long dueAt)
{
    /// <summary>Of the entry, its node in the list, its place in the dictionary and the heads of two arrays.</summary>
    private const int OverheadBytes = 200;

    public byte[] Key => key;

    /// <summary>Null: the key was absent.</summary>
    public byte[]? Value => value;

    public int Partition => partition;

    /// <summary>The link that it came over.</summary>
    public object? Source => source;

    /// <summary>Until when it may be used, as a timestamp.</summary>
    public long DueAt => dueAt;

    public long Bytes => OverheadBytes + key.Length + (value?.Length ?? 0);

    /// <summary>It was used since the last look at it: it gets a second chance.</summary>
    public bool WasUsed { get; set; }

    public LinkedListNode<NearEntry>? Node { get; set; }
}
