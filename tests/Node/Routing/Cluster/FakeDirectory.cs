using System.Collections.Immutable;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>What one node of a test knows of who serves what.</summary>
internal sealed class FakeDirectory(NodeId self, int partitions) : IPartitionDirectory
{
    private readonly NodeId[] _primaries = new NodeId[partitions];
    private readonly long[] _epochs = new long[partitions];

    public NodeId Self => self;
    public bool IsAlone { get; set; }
    public IReadOnlyList<NodeId> Nodes { get; set; } = [];
    public long Version { get; private set; }

    public event Action<int>? Changed;

    public NodeId PrimaryOf(int partition) => _primaries[partition];
    public long EpochOf(int partition) => _epochs[partition];
    public ImmutableArray<NodeId> CopiesOf(int partition) => _primaries[partition].IsNone ? [] : [_primaries[partition]];

    /// <summary>Hears of a primary; of an older epoch than is known, it is no news.</summary>
    public void Learn(int partition, long epoch, NodeId primary)
    {
        if (epoch < _epochs[partition]) return;
        _primaries[partition] = primary;
        _epochs[partition] = epoch;
        Version++;
        Changed?.Invoke(partition);
    }
}
