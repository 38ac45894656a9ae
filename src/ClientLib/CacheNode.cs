namespace AkkaCache.Client;

/// <summary>A node of the cluster.</summary>
public sealed record CacheNode
{
    /// <summary>The identity of this run of the node's process; one that was restarted has another.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Of its client door; null while that is closed or not known.</summary>
    public required NodeAddress? Address { get; init; }

    /// <summary>As the other nodes see it.</summary>
    public required NodeHealth Health { get; init; }

    /// <summary>This client has a session with it.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>Partitions that it serves.</summary>
    public required int Primaries { get; init; }
}

/// <summary>How a node does.</summary>
public enum NodeHealth
{
    Healthy,

    /// <summary>There, but slow or behind.</summary>
    Degraded,

    /// <summary>Not reachable.</summary>
    Unhealthy,
}

/// <summary>A partition of the key space.</summary>
/// <param name="Epoch">Grows with each change of the node that serves it.</param>
/// <param name="Primary">Id of the node that serves it; null while none is known.</param>
/// <param name="Backups">Ids of the nodes that hold a copy.</param>
public sealed record CachePartition(int Index, long Epoch, string? Primary, IReadOnlyList<string> Backups);
