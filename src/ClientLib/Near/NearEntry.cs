namespace AkkaCache.Client.Near;

/// <summary>A key as it was read. Immutable but for its place among the others, which the cache's lock guards.</summary>
internal sealed class NearEntry(byte[] key, byte[]? value, int partition, object? source, long dueAt)
{
    /// <summary>Of the entry, its node in the list, its place in the dictionary and the heads of two arrays.</summary>
    private const int OverheadBytes = 200;

    public byte[] Key => key;

    /// <summary>Null: the key was absent.</summary>
    /// <remarks>Not an array: a null array would become an empty value wherever it is converted.</remarks>
    public ReadOnlyMemory<byte>? Value => value is null ? default(ReadOnlyMemory<byte>?) : value;

    public int Partition => partition;

    /// <summary>The link that it came over.</summary>
    public object? Source => source;

    /// <summary>Until when it may be used, as a timestamp.</summary>
    public long DueAt => dueAt;

    public long Bytes => OverheadBytes + key.Length + (value?.Length ?? 0);

    /// <summary>It was used since the last look at it: it gets a second chance.</summary>
    public bool WasUsed { get; set; }

    /// <summary>What somebody made of the value and uses again; goes with the entry. Only what nobody can change, since all share it. Not counted among the bytes.</summary>
    public object? Made { get; set; }

    public LinkedListNode<NearEntry>? Node { get; set; }
}
