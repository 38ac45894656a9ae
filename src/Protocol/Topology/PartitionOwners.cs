using System.Collections.Immutable;

namespace AkkaCache.Protocol.Topology;

/// <summary>The nodes that hold a partition: the primary and its backups, in order of preference.</summary>
public readonly struct PartitionOwners : IEquatable<PartitionOwners>
{
    private readonly ImmutableArray<NodeId> _backups;

    public PartitionOwners(NodeId primary, ImmutableArray<NodeId> backups)
    {
        Primary = primary;
        _backups = backups;
    }

    /// <summary><see cref="NodeId.None"/> while nobody serves the partition.</summary>
    public NodeId Primary { get; }

    public ImmutableArray<NodeId> Backups => _backups.IsDefault ? [] : _backups;

    /// <summary>Copies, the primary's included.</summary>
    public int Copies => (Primary.IsNone ? 0 : 1) + Backups.Length;

    public bool Holds(NodeId node) => !node.IsNone && (Primary == node || Backups.Contains(node));

    public bool Equals(PartitionOwners other) => Primary == other.Primary && Backups.AsSpan().SequenceEqual(other.Backups.AsSpan());

    public override bool Equals(object? obj) => obj is PartitionOwners other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Primary, Backups.Length);

    public override string ToString() => $"{Primary} [{string.Join(", ", Backups)}]";
}
