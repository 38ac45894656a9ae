using System.Collections.Immutable;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Hosting;

/// <summary>Counts the points of the ring that share their place with another, each time a plan is in force.</summary>
internal sealed class RingWatch(NodeDirectory directory, PartitionLayout layout, IRingHash hash, int virtualNodes, ClusterCounters counters) : IMembershipSink
{
    public void FirstOfCluster()
    {
    }

    public void MembersChanged(ImmutableArray<NodeId> up, ImmutableArray<NodeId> gone)
    {
    }

    public void Unreachable(NodeId node)
    {
    }

    public void Reachable(NodeId node)
    {
    }

    public void PlanChanged(long version, ImmutableArray<PartitionOwners> owners)
    {
        var members = directory.All.Select(node => new RingMember(node.Node, node.Weight, node.Zone)).ToList();
        if (members.Count > 0) counters.RingCollisions = new HashRing(members, layout, hash, virtualNodes).Collisions;
    }
}
