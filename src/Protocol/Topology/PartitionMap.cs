using System.Collections.Immutable;

namespace AkkaCache.Protocol.Topology;

/// <summary>Who serves which partition, as one immutable, versioned snapshot. Shared with clients and shown by CLUSTER SLOTS.</summary>
public sealed class PartitionMap
{
    private readonly ImmutableArray<PartitionState> _partitions;

    /// <param name="version">Grows with every change; a newer map replaces an older one wherever they meet.</param>
    /// <param name="layout">The partitions.</param>
    /// <param name="nodes">Every node of the cluster, whether it owns anything or not.</param>
    /// <param name="partitions">One for each partition of <paramref name="layout"/>; their owners are among <paramref name="nodes"/>.</param>
    public PartitionMap(long version, PartitionLayout layout, ImmutableArray<NodeId> nodes, ImmutableArray<PartitionState> partitions)
    {
        if (partitions.Length != layout.Count) throw new ArgumentException($"partitions = {partitions.Length}: must be {layout.Count}", nameof(partitions));
        var known = nodes.ToHashSet();
        foreach (var state in partitions)
        {
            Require(known, state.Owners.Primary);
            foreach (var backup in state.Owners.Backups) Require(known, backup);
        }
        Version = version;
        Layout = layout;
        Nodes = nodes;
        _partitions = partitions;
    }

    public long Version { get; }

    public PartitionLayout Layout { get; }

    public ImmutableArray<NodeId> Nodes { get; }

    public PartitionState this[int partition] => _partitions[partition];

    public ImmutableArray<PartitionState> Partitions => _partitions;

    /// <summary>The map of a lone node: primary of everything, at epoch 1.</summary>
    public static PartitionMap OfLoneNode(NodeId node, PartitionLayout layout)
    {
        var states = new PartitionState[layout.Count];
        Array.Fill(states, new PartitionState(1, new PartitionOwners(node, [])));
        return new PartitionMap(1, layout, [node], [.. states]);
    }

    /// <summary>The primary of the partition that <paramref name="key"/> belongs to, or <see cref="NodeId.None"/>.</summary>
    public NodeId PrimaryOf(ReadOnlySpan<byte> key) => _partitions[Layout.OfKey(key)].Owners.Primary;

    /// <summary>The next version, with one partition changed. O(partitions).</summary>
    public PartitionMap With(int partition, PartitionState state) => new(Version + 1, Layout, Nodes, _partitions.SetItem(partition, state));

    private static void Require(HashSet<NodeId> known, NodeId node)
    {
        if (!node.IsNone && !known.Contains(node)) throw new ArgumentException($"owner {node} is not among the nodes", nameof(node));
    }
}
