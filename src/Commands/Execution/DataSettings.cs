using AkkaCache.Engine.Eviction;

namespace AkkaCache.Commands.Execution;

/// <summary>The settings that commands obey and CONFIG SET may change while the node runs. 0 means off or unlimited.</summary>
/// <remarks>Plain fields of a size that is read and written whole; a change is seen by the next command.</remarks>
public sealed class DataSettings
{
    /// <summary>Time to live given to a key that a command makes without one, in milliseconds.</summary>
    public long DefaultTtlMs;

    /// <summary>The same for boards.</summary>
    public long BoardTtlMs;

    /// <summary>Byte limit of the node over all partitions.</summary>
    public long MaxMemoryBytes;

    /// <summary>Key limit of the node over all partitions.</summary>
    public long MaxItems;

    public EvictionPolicy Policy = EvictionPolicy.AllKeysLru;

    /// <summary>Boards that the node may hold.</summary>
    public int MaxBoards;

    /// <summary>Members that one board may hold.</summary>
    public int MaxBoardMembers;

    /// <summary>Longest key in bytes that a write may use.</summary>
    public int MaxKeyBytes;

    /// <summary>Counters per command and per key access.</summary>
    public bool Metrics = true;

    /// <summary>Counters of board operations.</summary>
    public bool BoardMetrics = true;
}
