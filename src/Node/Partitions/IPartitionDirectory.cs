using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>What this node knows of who serves which partition. Read on the hot path, without a lock; what it says may be out of date, and the node asked then says so.</summary>
public interface IPartitionDirectory
{
    NodeId Self { get; }

    /// <summary>This node was never joined by another: it serves everything itself. Ends for good at the first join.</summary>
    bool IsAlone { get; }

    /// <summary>The newest primary this node has heard of; <see cref="NodeId.None"/> while none is known.</summary>
    NodeId PrimaryOf(int partition);

    /// <summary>The epoch of that primary; 0 while none is known.</summary>
    long EpochOf(int partition);

    /// <summary>The nodes with a whole copy as last chosen, the primary first.</summary>
    ImmutableArray<NodeId> CopiesOf(int partition);

    /// <summary>The nodes of the cluster, this one included.</summary>
    IReadOnlyList<NodeId> Nodes { get; }

    /// <summary>Grows with every change of what this node knows.</summary>
    long Version { get; }

    /// <summary>The primary of a partition changed, or became unknown. Raised from any thread, perhaps with the partition's gate held: only take a note.</summary>
    event Action<int>? Changed;
}
