using System.Numerics;

namespace AkkaCache.Protocol.Topology;

/// <summary>How the 16384 slots are cut into partitions: equal runs, so that partition and slot are a shift apart.</summary>
public sealed class PartitionLayout
{
    /// <summary>Fewer partitions than this cannot be spread evenly over the nodes of a small cluster.</summary>
    public const int MinCount = 16;

    /// <summary>More than this only multiplies what a node keeps and sends per partition.</summary>
    public const int MaxCount = 512;

    /// <summary>Enough for a fine balance over some tens of nodes.</summary>
    public const int DefaultCount = 256;

    private readonly int _shift;

    /// <param name="count">A power of two from <see cref="MinCount"/> to <see cref="MaxCount"/>; fixed for the life of a cluster.</param>
    public PartitionLayout(int count = DefaultCount)
    {
        if (!IsValid(count)) throw new ArgumentOutOfRangeException(nameof(count), count, $"partitions = {count}: must be a power of two from {MinCount} to {MaxCount}");
        Count = count;
        SlotsPerPartition = HashSlot.Count / count;
        _shift = BitOperations.Log2((uint)SlotsPerPartition);
    }

    /// <summary>Number of partitions.</summary>
    public int Count { get; }

    public int SlotsPerPartition { get; }

    public static bool IsValid(int count) => count is >= MinCount and <= MaxCount && BitOperations.IsPow2(count);

    /// <summary>The partition that holds <paramref name="slot"/>.</summary>
    public int OfSlot(int slot) => slot >> _shift;

    /// <summary>The partition that holds <paramref name="key"/>. O(length), allocates nothing.</summary>
    public int OfKey(ReadOnlySpan<byte> key) => HashSlot.Of(key) >> _shift;

    public SlotRange SlotsOf(int partition) => new(partition << _shift, ((partition + 1) << _shift) - 1);
}
