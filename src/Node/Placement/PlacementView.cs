using System.Collections.Immutable;
using Akka.Actor;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>Who should serve which partition, as one immutable snapshot: members, ring and map.</summary>
/// <remarks>A function of the members alone, so that all nodes that know the same members know the same owners.</remarks>
public sealed class PlacementView
{
    private readonly ImmutableDictionary<NodeId, ClusterNode> _nodes;
    private readonly HashRing _ring;

    private PlacementView(ImmutableDictionary<NodeId, ClusterNode> nodes, HashRing ring, PartitionMap map)
    {
        _nodes = nodes;
        _ring = ring;
        Map = map;
    }

    public PartitionMap Map { get; }

    public IEnumerable<ClusterNode> Nodes => _nodes.Values;

    /// <summary>The view of a lone node.</summary>
    public static PlacementView OfLoneNode(ClusterNode self, PartitionLayout layout, IRingHash hash, int virtualNodes) =>
        Of([self], layout, hash, virtualNodes, version: 1, _ => 0);

    /// <param name="version">Of the map: greater than that of the view before.</param>
    /// <param name="epochOf">The epoch known for a partition, 0 when none is.</param>
    public static PlacementView Of(IReadOnlyCollection<ClusterNode> nodes, PartitionLayout layout, IRingHash hash, int virtualNodes, long version, Func<int, long> epochOf)
    {
        var byId = nodes.ToImmutableDictionary(node => node.Id);
        var ring = new HashRing(nodes.Select(node => new RingMember(node.Id, node.Weight)), layout, hash, virtualNodes);
        var owners = RingPlacement.Plan(ring, copies: 1);
        var states = owners.Select((owner, partition) => new PartitionState(epochOf(partition), owner)).ToImmutableArray();
        return new PlacementView(byId, ring, new PartitionMap(version, layout, [.. byId.Keys.Order()], states));
    }

    /// <summary>The same members with one partition's epoch changed.</summary>
    public PlacementView WithEpoch(int partition, long epoch) => new(_nodes, _ring, Map.With(partition, Map[partition] with { Epoch = epoch }));

    /// <summary>The nodes for a partition, best first: the primary by the map, then the others as the ring prefers them.</summary>
    public IEnumerable<Address> AddressesFor(int partition)
    {
        var primary = Map[partition].Owners.Primary;
        if (_nodes.TryGetValue(primary, out var first)) yield return first.Address;
        foreach (var id in _ring.PreferredNodes(partition, _nodes.Count))
        {
            if (id != primary) yield return _nodes[id].Address;
        }
    }
}
