using System.Numerics;
using System.Runtime.CompilerServices;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing;

/// <summary>A set of partition numbers, held in place and walked in order: the order in which several gates are taken.</summary>
public struct PartitionSet
{
    private const int Words = PartitionLayout.MaxCount / 64;

    /// <summary>Bytes of the set as a bit for each partition.</summary>
    public const int Bytes = Words * sizeof(ulong);

    private Bits _bits;

    public readonly int Count
    {
        get
        {
            var count = 0;
            for (var i = 0; i < Words; i++) count += BitOperations.PopCount(_bits[i]);
            return count;
        }
    }

    public void Add(int partition) => _bits[partition >> 6] |= 1UL << (partition & 63);

    public void Remove(int partition) => _bits[partition >> 6] &= ~(1UL << (partition & 63));

    public readonly bool Contains(int partition) => (_bits[partition >> 6] & (1UL << (partition & 63))) != 0;

    public void AddAll(int count)
    {
        for (var i = 0; i < count; i++) Add(i);
    }

    /// <summary>The least member that is at least <paramref name="from"/>, or -1.</summary>
    public readonly int Next(int from)
    {
        var word = from >> 6;
        if (word >= Words) return -1;
        var bits = _bits[word] & (ulong.MaxValue << (from & 63));
        while (bits == 0)
        {
            if (++word == Words) return -1;
            bits = _bits[word];
        }
        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong _first;
    }
}
