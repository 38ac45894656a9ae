using System.Collections.Immutable;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Routing.AllNodes;

/// <summary>Who serves what, as a test says.</summary>
internal sealed class TestDirectory(NodeId self, NodeId[] nodes, int partitions) : IPartitionDirectory
{
    private readonly NodeId[] _primaries = new NodeId[partitions];

    public NodeId Self => self;
    public bool IsAlone { get; set; }
    public IReadOnlyList<NodeId> Nodes { get; set; } = nodes;
    public long Version { get; private set; }
    public Dictionary<int, NodeId[]> Copies { get; } = [];

    /// <summary>Raised when somebody asks for a primary, before the answer.</summary>
    public Action<int> Asked { get; set; } = _ => { };

    public event Action<int>? Changed;

    public NodeId PrimaryOf(int partition)
    {
        Asked(partition);
        lock (_primaries) return _primaries[partition];
    }

    public long EpochOf(int partition) => PrimaryOf(partition).IsNone ? 0 : partition + 1;

    public ImmutableArray<NodeId> CopiesOf(int partition) => [.. Copies.GetValueOrDefault(partition, [PrimaryOf(partition)])];

    public void SetPrimary(int partition, NodeId node)
    {
        lock (_primaries) _primaries[partition] = node;
        Version++;
        Changed?.Invoke(partition);
    }
}
