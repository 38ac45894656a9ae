using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>Who wants to know the cluster's membership and plan. Called from one actor, one call after the other, in the order of events; must not block.</summary>
public interface IMembershipSink
{
    /// <summary>This node formed the cluster: it is the one that founds the voters. Called at most once in a node's life, before it is first named as up.</summary>
    void FirstOfCluster();

    /// <param name="up">The members from their start in the cluster until they are gone, those that leave included; the oldest first.</param>
    /// <param name="gone">Those that were removed or declared down, as far as they are remembered.</param>
    void MembersChanged(ImmutableArray<NodeId> up, ImmutableArray<NodeId> gone);

    /// <summary>Some member cannot reach this one; it may be back soon.</summary>
    void Unreachable(NodeId node);

    void Reachable(NodeId node);

    /// <summary>A plan is in force: which nodes should hold which partitions.</summary>
    /// <param name="version">Grows with each plan, but two nodes may use a number twice for a moment.</param>
    /// <param name="owners">One for each partition.</param>
    void PlanChanged(long version, ImmutableArray<PartitionOwners> owners);
}
