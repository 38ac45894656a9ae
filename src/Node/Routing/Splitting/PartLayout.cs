using System.Buffers;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing.Splitting;

/// <summary>Which keys of a command go into which part: a part for each partition, numbered in the order of their first keys. O(keys).</summary>
internal sealed class PartLayout : IDisposable
{
    private readonly int[] _partitions = new int[PartitionLayout.MaxCount];
    private readonly int[] _keysOfPart = new int[PartitionLayout.MaxCount];
    private readonly ushort[] _partOfKey;

    /// <param name="keys">Where the keys stand: all are alike and nothing else stands between the first and the last but what belongs to them.</param>
    public PartLayout(CommandVector command, in KeyPositions keys, PartitionTable table)
    {
        KeyCount = ((keys.LastIn(command.Count) - keys.First) / keys.Step) + 1;
        _partOfKey = ArrayPool<ushort>.Shared.Rent(KeyCount);
        Span<short> partOfPartition = stackalloc short[PartitionLayout.MaxCount];
        partOfPartition.Fill(-1);
        for (var key = 0; key < KeyCount; key++)
        {
            var partition = table.PartitionOf(command[keys.First + (key * keys.Step)]);
            ref var part = ref partOfPartition[partition];
            if (part < 0)
            {
                part = (short)Count;
                _partitions[Count++] = partition;
            }
            _partOfKey[key] = (ushort)part;
            _keysOfPart[part]++;
        }
    }

    public int KeyCount { get; }

    /// <summary>Number of parts.</summary>
    public int Count { get; private set; }

    public int PartOf(int key) => _partOfKey[key];

    public int PartitionOf(int part) => _partitions[part];

    public int KeysOf(int part) => _keysOfPart[part];

    public void Dispose() => ArrayPool<ushort>.Shared.Return(_partOfKey);
}
