namespace AkkaCache.Commands.Execution;

/// <summary>Counters of one partition; changed under its gate, read without it.</summary>
public sealed class KeyspaceStatistics
{
    public long Hits;
    public long Misses;
    public long Expired;
    public long Evicted;

    /// <summary>Members added to boards, moved ones not counted.</summary>
    public long BoardAdds;

    public long BoardRemovals;
    public long BoardRangeQueries;
    public long BoardRankQueries;

    /// <summary>Writes that changed something since the start.</summary>
    public long Changes;
}
