namespace AkkaCache.Node.Hosting;

/// <summary>Copies of each key on other nodes, and when a write is answered.</summary>
public sealed record ReplicationOptions
{
    public required ReplicationMode Mode { get; init; }

    /// <summary>Copies in all, the primary's included.</summary>
    public required int Factor { get; init; }

    /// <summary>Whole copies, the primary's included, below which a write waits in sync mode.</summary>
    public required int MinInSync { get; init; }

    /// <summary>How long it waits before it is refused.</summary>
    public required TimeSpan InSyncWait { get; init; }

    public required TimeSpan Lease { get; init; }
    public required TimeSpan SuspectAfter { get; init; }

    /// <summary>In mode none, a node that was silent for so long is given up with what it holds; zero: only once it has left the cluster.</summary>
    public required TimeSpan GiveUpAfter { get; init; }

    public required TimeSpan PingInterval { get; init; }
    public required TimeSpan BackupTimeout { get; init; }

    /// <summary>In mode async, the time between two sendings of effects; zero: with each batch of commands.</summary>
    public required TimeSpan FlushInterval { get; init; }

    /// <summary>Ceiling of one partition's effect log, a power of two.</summary>
    public required int LogBytes { get; init; }

    /// <summary>Unacknowledged effects of one partition beyond which its writers wait.</summary>
    public required int MaxLagBytes { get; init; }

    /// <summary>How often copies are compared with their primaries; zero: never.</summary>
    public required TimeSpan CompareEvery { get; init; }

    /// <summary>Partitions that one node sends or receives whole at a time.</summary>
    public required int MaxMoves { get; init; }

    /// <summary>Where the journal of the rules is written to; empty for none.</summary>
    public required string JournalDirectory { get; init; }

    /// <summary>Ceiling of its file.</summary>
    public required int JournalBytes { get; init; }
}

public enum ReplicationMode
{
    None,
    Async,
    Sync,
}
