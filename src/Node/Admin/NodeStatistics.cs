using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Admin;

/// <summary>All counters of the node at one moment. Counters themselves only grow; CONFIG RESETSTAT remembers a moment and INFO shows the difference.</summary>
public sealed record NodeStatistics
{
    public long Connections { get; init; }
    public long RejectedConnections { get; init; }
    public long Commands { get; init; }
    public long ReceivedBytes { get; init; }
    public long SentBytes { get; init; }
    public long Errors { get; init; }
    public long Hits { get; init; }
    public long Misses { get; init; }
    public long Expired { get; init; }
    public long Evicted { get; init; }
    public long Changes { get; init; }
    public long BoardAdds { get; init; }
    public long BoardRemovals { get; init; }
    public long BoardRangeQueries { get; init; }
    public long BoardRankQueries { get; init; }

    /// <summary>The counters now. O(partitions + connections).</summary>
    public static NodeStatistics Take(PartitionTable partitions, ClientRegistry clients, ErrorCounters errors)
    {
        long hits = 0, misses = 0, expired = 0, evicted = 0, changes = 0, adds = 0, removals = 0, ranges = 0, ranks = 0;
        foreach (var partition in partitions.All)
        {
            var counters = partition.Space.Statistics;
            hits += counters.Hits;
            misses += counters.Misses;
            expired += counters.Expired;
            evicted += counters.Evicted;
            changes += counters.Changes;
            adds += counters.BoardAdds;
            removals += counters.BoardRemovals;
            ranges += counters.BoardRangeQueries;
            ranks += counters.BoardRankQueries;
        }
        return new NodeStatistics
        {
            Connections = clients.Accepted,
            RejectedConnections = clients.Refused,
            Commands = CommandCalls.Total,
            ReceivedBytes = clients.ReceivedBytes,
            SentBytes = clients.SentBytes,
            Errors = errors.Total,
            Hits = hits,
            Misses = misses,
            Expired = expired,
            Evicted = evicted,
            Changes = changes,
            BoardAdds = adds,
            BoardRemovals = removals,
            BoardRangeQueries = ranges,
            BoardRankQueries = ranks,
        };
    }

    /// <summary>What happened since an earlier moment.</summary>
    public NodeStatistics Since(NodeStatistics earlier) => new()
    {
        Connections = Connections - earlier.Connections,
        RejectedConnections = RejectedConnections - earlier.RejectedConnections,
        Commands = Commands - earlier.Commands,
        ReceivedBytes = ReceivedBytes - earlier.ReceivedBytes,
        SentBytes = SentBytes - earlier.SentBytes,
        Errors = Errors - earlier.Errors,
        Hits = Hits - earlier.Hits,
        Misses = Misses - earlier.Misses,
        Expired = Expired - earlier.Expired,
        Evicted = Evicted - earlier.Evicted,
        Changes = Changes - earlier.Changes,
        BoardAdds = BoardAdds - earlier.BoardAdds,
        BoardRemovals = BoardRemovals - earlier.BoardRemovals,
        BoardRangeQueries = BoardRangeQueries - earlier.BoardRangeQueries,
        BoardRankQueries = BoardRankQueries - earlier.BoardRankQueries,
    };
}
