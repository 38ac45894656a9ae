namespace AkkaCache.Replication;

/// <summary>The times and sizes of the rules. Times are ticks of 100 ns, as those of the clock that the carrier passes in.</summary>
public sealed record ReplicationSettings
{
    /// <summary>Copies of a partition, the primary's included.</summary>
    public int Copies { get; init; } = 2;

    /// <summary>With fewer whole copies a primary does not wait for placement: a node that is no planned backup becomes one for the time being. 0: never.</summary>
    public int LeastInSync { get; init; }

    /// <summary>
    /// Without backups, a primary that was silent for this long is given up together with what it holds, and the partition begins empty at another node;
    /// <see cref="long.MaxValue"/>: only once it is no voter any more. Not for copies that are meant to last.
    /// </summary>
    public long GiveUpAfter { get; init; } = long.MaxValue;

    /// <summary>A primary serves this long after it sent the pings that a quorum answered.</summary>
    public long Lease { get; init; } = TimeSpan.FromSeconds(1.5).Ticks;

    /// <summary>How long a candidate waits for the old primary's lease to end: clocks may differ by 10 % in rate.</summary>
    public long LeaseWait => Lease + (Lease / 10) + 1;

    /// <summary>A primary that was not heard for this long is suspected.</summary>
    public long SuspectAfter { get; init; } = TimeSpan.FromSeconds(1).Ticks;

    /// <summary>
    /// A node that did not answer for longer than <see cref="SuspectAfter"/>, and does again, is moved nothing to for this long: membership may have decided meanwhile that it is gone, and needs
    /// as long to tell everybody.
    /// </summary>
    public long SteadyAfter { get; init; } = TimeSpan.FromSeconds(3).Ticks;

    public long PingInterval { get; init; } = TimeSpan.FromMilliseconds(200).Ticks;

    /// <summary>A backup in the set that lets an effect unanswered for this long is proposed away.</summary>
    public long BackupTimeout { get; init; } = TimeSpan.FromSeconds(1).Ticks;

    /// <summary>Effects, votes and questions that were not answered are sent again after this.</summary>
    public long ResendAfter { get; init; } = TimeSpan.FromMilliseconds(250).Ticks;

    /// <summary>How long a candidate brings the others up to its own tail before it goes on without the silent ones.</summary>
    public long CatchUpLimit { get; init; } = TimeSpan.FromMilliseconds(500).Ticks;

    /// <summary>A candidacy, a hand-over or a change of voters that took longer is given up.</summary>
    public long AttemptLimit { get; init; } = TimeSpan.FromSeconds(5).Ticks;

    /// <summary>After a failed attempt the next one waits up to this, by chance.</summary>
    public long BackOff { get; init; } = TimeSpan.FromMilliseconds(600).Ticks;

    /// <summary>A partition that nobody ever opened is left to the node that placement names, for this long.</summary>
    public long FirstOwnerAdvantage { get; init; } = TimeSpan.FromSeconds(3).Ticks;

    /// <summary>A snapshot that got nowhere is begun again after this.</summary>
    public long SnapshotRetry { get; init; } = TimeSpan.FromSeconds(3).Ticks;
}
