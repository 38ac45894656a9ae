using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement.Planning;

/// <summary>Makes the next plan from the last one and the nodes there are: a pure function of them and of settings that all nodes share.</summary>
/// <param name="copies">Copies of each partition, the primary's included; with fewer nodes one on each.</param>
public sealed class Planner(PartitionLayout layout, IRingHash hash, int virtualNodes, int copies)
{
    public PartitionLayout Layout => layout;

    /// <summary>Some milliseconds, a tenth of a second for fifty nodes.</summary>
    public Plan Next(Plan? last, IReadOnlyCollection<ClusterNode> nodes, NodeId leader)
    {
        var ring = new HashRing(nodes.Select(node => new RingMember(node.Id, node.Weight, node.Zone)), layout, hash, virtualNodes);
        var owners = RingPlacement.Plan(ring, copies, last?.Owners ?? []);
        return new Plan(new PlanId((last?.Id.Version ?? 0) + 1, leader), [.. nodes.Select(node => node.Id).Order()], owners);
    }
}
