using System.Collections.Immutable;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>What a node knows of the others that is hosted without them: nothing, and nobody can be sent anything.</summary>
public sealed class LoneNode(NodeId self = default) : IPartitionDirectory, IPeerSender, INodeContacts
{
    public NodeId Self => self;
    public bool IsAlone => true;
    public IReadOnlyList<NodeId> Nodes => [];
    public long Version => 0;

    public event Action<int>? Changed
    {
        add { }
        remove { }
    }

    public NodeId PrimaryOf(int partition) => NodeId.None;
    public long EpochOf(int partition) => 0;
    public ImmutableArray<NodeId> CopiesOf(int partition) => [];
    public NodeContact? Of(NodeId node) => node == self ? new NodeContact("", RespPort: 0, AkkaPort: 0, Name: "", Zone: "") : null;
    public bool TrySend(NodeId to, PeerLane lane, ReadOnlySpan<byte> message) => false;
    public bool HasRoom(NodeId to, RoomFor what) => false;
}
