namespace AkkaCache.Node.Admin.Info;

/// <summary>The sections that Redis does not have: INFO akkacache and boards.</summary>
internal static class OwnSections
{
    public static void AppendNode(InfoText lines, NodeFacts facts)
    {
        var open = 0;
        long logBytes = 0;
        foreach (var partition in facts.Partitions.All)
        {
            if (partition.Gate.IsOpen) open++;
            logBytes += partition.Space.Effects.HeldBytes;
        }
        lines.Heading("AkkaCache");
        lines.Field("node_name", facts.Name);
        lines.Field("node_version", facts.Version);
        lines.Field("partitions", facts.Partitions.PartitionCount);
        lines.Field("partitions_open", open);
        lines.Field("effect_log_bytes", logBytes);
        lines.Field("keyspace_changes", facts.Statistics.Changes);
        lines.Field("max_items", facts.Settings.MaxItems);
        lines.Field("max_key_bytes", facts.Settings.MaxKeyBytes);
        lines.Field("default_ttl_ms", facts.Settings.DefaultTtlMs);
        lines.Field("metrics", facts.Settings.Metrics ? "on" : "off");
        foreach (var (door, where) in facts.Identity.Doors) lines.Field("door_" + door, where);
    }

    public static void AppendBoards(InfoText lines, NodeFacts facts)
    {
        var now = facts.Statistics;
        lines.Heading("Boards");
        lines.Field("boards", facts.Partitions.BoardCount);
        lines.Field("board_adds", now.BoardAdds);
        lines.Field("board_removals", now.BoardRemovals);
        lines.Field("board_range_queries", now.BoardRangeQueries);
        lines.Field("board_rank_queries", now.BoardRankQueries);
        lines.Field("max_boards", facts.Settings.MaxBoards);
        lines.Field("max_board_members", facts.Settings.MaxBoardMembers);
        lines.Field("board_ttl_ms", facts.Settings.BoardTtlMs);
        lines.Field("board_metrics", facts.Settings.BoardMetrics ? "on" : "off");
    }
}
