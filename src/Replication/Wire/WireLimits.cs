using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Wire;

/// <summary>The ceilings of what a message may hold. The writer keeps to them, the reader refuses what is beyond before it allocates.</summary>
/// <remarks>A payload has no ceiling here but the frame that holds it, whose size the link bounds.</remarks>
internal static class WireLimits
{
    /// <summary>Partitions are numbered below this.</summary>
    public const int Partitions = PartitionLayout.MaxCount;

    /// <summary>A ping claims each partition at most once, a pong contradicts each claim at most once.</summary>
    public const int Terms = PartitionLayout.MaxCount;

    /// <summary>A register has a row for each partition.</summary>
    public const int Rows = PartitionLayout.MaxCount;

    /// <summary>Sets of nodes are sets of voters, or parts of such.</summary>
    public const int Nodes = Configuration.MaxVoters;

    /// <summary>What a history remembers, and one for a first run that is cut where the effects begin.</summary>
    public const int Runs = EpochHistory.MaxRuns + 1;

    /// <summary>UTF-8 needs at most three bytes for each UTF-16 unit.</summary>
    public const int NameBytes = NodeId.MaxLength * 3;

    public const long Round = long.MaxValue >> Epoch.OrdinalBits;
}
