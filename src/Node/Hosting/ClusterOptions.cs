using AkkaCache.Node.Placement.Downing;

namespace AkkaCache.Node.Hosting;

/// <summary>How nodes find each other, share the keys and part.</summary>
public sealed record ClusterOptions
{
    /// <summary>Nodes to join; empty for a cluster of one.</summary>
    public required IReadOnlyList<SeedAddress> Seeds { get; init; }

    /// <summary>The others of the cluster that this process was in before, when it comes back to it: see <see cref="Rejoining"/>.</summary>
    public IReadOnlyList<SeedAddress> Before { get; init; } = [];

    public required int Partitions { get; init; }
    public required int VirtualNodes { get; init; }
    public required RingHash Hash { get; init; }
    public required ClusterProfile Profile { get; init; }
    public required SplitBrainStrategy SplitBrain { get; init; }

    /// <summary>Nodes that a side needs under <see cref="SplitBrainStrategy.StaticQuorum"/>; 0 under the others.</summary>
    public required int QuorumSize { get; init; }

    /// <summary>What handing partitions over may take before the node leaves all the same.</summary>
    public required TimeSpan LeaveTimeout { get; init; }
}

/// <summary>A node to join, by its akka door.</summary>
public sealed record SeedAddress(string Host, int Port)
{
    public override string ToString() => $"{Host}:{Port}";
}

public enum RingHash
{
    XxHash3,
    Fnv1a,
}

/// <summary>Times that suit a network, see hocon/profiles.</summary>
public enum ClusterProfile
{
    Lan,
    Cloud,
    Test,
}
