using System.Collections.Immutable;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement;

/// <summary>A directory that knows primaries and nothing else, and never changes.</summary>
internal sealed class FixedDirectory(NodeId self, Func<int, NodeId> primaryOf) : IPartitionDirectory
{
    public event Action<int>? Changed
    {
        add { }
        remove { }
    }

    public NodeId Self => self;

    public bool IsAlone => false;

    public IReadOnlyList<NodeId> Nodes => [self];

    public long Version => 1;

    public NodeId PrimaryOf(int partition) => primaryOf(partition);

    public long EpochOf(int partition) => primaryOf(partition).IsNone ? 0 : 1;

    public ImmutableArray<NodeId> CopiesOf(int partition) => primaryOf(partition) is { IsNone: false } primary ? [primary] : [];
}
