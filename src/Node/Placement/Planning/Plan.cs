using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement.Planning;

/// <summary>Which nodes should hold which partitions, as one node decided for all. Immutable. A wish: who does hold them is decided by votes.</summary>
/// <param name="Id">Newer plans replace older ones wherever they meet.</param>
/// <param name="Nodes">Those it was made for, ordered by identity; one of many may hold nothing.</param>
/// <param name="Owners">One for each partition.</param>
public sealed record Plan(PlanId Id, ImmutableArray<NodeId> Nodes, ImmutableArray<PartitionOwners> Owners)
{
    public bool Covers(NodeId node) => Nodes.BinarySearch(node) >= 0;

    /// <summary>True when it was made for exactly these nodes, each named once.</summary>
    public bool IsFor(IReadOnlyCollection<ClusterNode> nodes) => nodes.Count == Nodes.Length && nodes.All(node => Covers(node.Id));

    public override string ToString() => $"{Id}: {string.Join(", ", Nodes)}";
}

/// <summary>The number of a plan. Who made it breaks ties between two that were made at once.</summary>
public readonly record struct PlanId(long Version, NodeId Leader) : IComparable<PlanId>
{
    public int CompareTo(PlanId other)
    {
        var byVersion = Version.CompareTo(other.Version);
        return byVersion != 0 ? byVersion : Leader.CompareTo(other.Leader);
    }

    public override string ToString() => $"plan {Version} of {Leader}";
}
