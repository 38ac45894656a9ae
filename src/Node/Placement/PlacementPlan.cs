using Akka.Actor;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>The current <see cref="PlacementView"/> of this node: changed by membership and by partitions that open here, read by anyone.</summary>
public sealed class PlacementPlan : IPartitionEvents
{
    private readonly Lock _changes = new();
    private readonly PartitionLayout _layout;
    private readonly IRingHash _hash;
    private readonly int _virtualNodes;
    private readonly long[] _epochs;
    private ClusterNode? _self;
    private PlacementView? _current;

    public PlacementPlan(PartitionLayout layout, IRingHash hash, int virtualNodes)
    {
        _layout = layout;
        _hash = hash;
        _virtualNodes = virtualNodes;
        _epochs = new long[layout.Count];
    }

    /// <summary>Null until the node knows its own address.</summary>
    public PlacementView? Current => Volatile.Read(ref _current);

    /// <summary>This node, once it knows its address.</summary>
    public ClusterNode? Self => Volatile.Read(ref _self);

    /// <summary>Before the first membership event a node is alone.</summary>
    public void Start(ClusterNode self)
    {
        lock (_changes)
        {
            Volatile.Write(ref _self, self);
            Volatile.Write(ref _current, PlacementView.OfLoneNode(self, _layout, _hash, _virtualNodes));
        }
    }

    /// <summary>The members that hold partitions from now on. With nobody left the last view stays: a node that leaves needs one to the end.</summary>
    public void MembersChanged(IReadOnlyCollection<ClusterNode> nodes)
    {
        if (nodes.Count == 0) return;
        lock (_changes)
        {
            var version = (_current?.Map.Version ?? 0) + 1;
            Volatile.Write(ref _current, PlacementView.Of(nodes, _layout, _hash, _virtualNodes, version, partition => _epochs[partition]));
        }
    }

    public void Opened(int partition, long epoch)
    {
        lock (_changes)
        {
            _epochs[partition] = epoch;
            if (_current is { } current) Volatile.Write(ref _current, current.WithEpoch(partition, epoch));
        }
    }

    public void Closed(int partition)
    {
    }

    /// <summary>True when the map wants this node to serve the partition.</summary>
    public bool IsHere(int partition) => Current is { } view && Self is { } self && view.Map[partition].Owners.Primary == self.Id;

    /// <summary>The address of this node; regions on it are known without one.</summary>
    internal Address? OwnAddress => Self?.Address;
}
