using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.SortedSets;

/// <summary>The counters of board operations, where the settings want them.</summary>
internal static class BoardMetrics
{
    public static void RangeQuery(ref CommandContext context)
    {
        if (context.Settings.BoardMetrics) context.Space.Statistics.BoardRangeQueries++;
    }

    public static void RankQuery(ref CommandContext context)
    {
        if (context.Settings.BoardMetrics) context.Space.Statistics.BoardRankQueries++;
    }

    public static void Added(ref CommandContext context, PartitionSpace space, int members)
    {
        if (context.Settings.BoardMetrics) space.Statistics.BoardAdds += members;
    }

    public static void Removed(ref CommandContext context, PartitionSpace space, int members)
    {
        if (context.Settings.BoardMetrics) space.Statistics.BoardRemovals += members;
    }

    /// <summary>Defers a large read and takes back the hit that its look-up counted: it counts when it runs.</summary>
    public static bool DeferredRead(ref CommandContext context, long elements) => DeferredRead(ref context, context.Space, elements);

    public static bool DeferredRead(ref CommandContext context, PartitionSpace space, long elements)
    {
        if (!context.DeferIfLarge(elements)) return false;
        space.Statistics.Hits--;
        return true;
    }
}
