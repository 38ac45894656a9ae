using System.Collections.Frozen;
using Akka.Actor;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>Who should serve which partition, as one immutable snapshot: a plan, and where its nodes are.</summary>
public sealed class PlacementView
{
    private readonly FrozenDictionary<NodeId, Address> _addresses;

    private PlacementView(Plan plan, PartitionMap map, FrozenDictionary<NodeId, Address> addresses)
    {
        Plan = plan;
        Map = map;
        _addresses = addresses;
    }

    public Plan Plan { get; }

    /// <summary>The plan's owners with the epochs known here.</summary>
    public PartitionMap Map { get; }

    /// <param name="members">Those whose addresses are known; others of the plan are passed over.</param>
    /// <param name="version">Of the map: greater than that of the view before.</param>
    /// <param name="epochs">For each partition the epoch known, 0 when none is.</param>
    public static PlacementView Of(Plan plan, IReadOnlyCollection<ClusterNode> members, PartitionLayout layout, long version, ReadOnlySpan<long> epochs)
    {
        var states = new PartitionState[layout.Count];
        for (var i = 0; i < states.Length; i++) states[i] = new PartitionState(epochs[i], plan.Owners[i]);
        return new PlacementView(plan, new PartitionMap(version, layout, plan.Nodes, [.. states]), members.ToFrozenDictionary(member => member.Id, member => member.Address));
    }

    /// <summary>Where a node is; null when it is no member.</summary>
    public Address? AddressOf(NodeId node) => _addresses.GetValueOrDefault(node);

    /// <summary>The nodes for a partition, best first: the primary by the plan, its backups, then the others, each partition beginning with another one.</summary>
    public IEnumerable<Address> AddressesFor(int partition)
    {
        var owners = Map[partition].Owners;
        if (AddressOf(owners.Primary) is { } primary) yield return primary;
        foreach (var backup in owners.Backups)
        {
            if (AddressOf(backup) is { } address) yield return address;
        }
        for (var i = 0; i < Plan.Nodes.Length; i++)
        {
            var node = Plan.Nodes[(partition + i) % Plan.Nodes.Length];
            if (!owners.Holds(node) && AddressOf(node) is { } address) yield return address;
        }
    }
}
