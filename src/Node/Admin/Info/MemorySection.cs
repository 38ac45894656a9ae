using AkkaCache.Engine.Eviction;

namespace AkkaCache.Node.Admin.Info;

/// <summary>INFO memory and keyspace: what is held.</summary>
internal static class MemorySection
{
    public static void Append(InfoText lines, NodeFacts facts)
    {
        long used = 0;
        foreach (var partition in facts.Partitions.All) used += partition.Space.Store.UsedBytes;
        var resident = Environment.WorkingSet;
        var collector = GC.GetGCMemoryInfo();
        lines.Heading("Memory");
        lines.Bytes("used_memory", used);
        lines.Bytes("used_memory_rss", resident);
        lines.Field("used_memory_dataset", used);
        lines.Bytes("total_system_memory", collector.TotalAvailableMemoryBytes);
        lines.Bytes("maxmemory", facts.Settings.MaxMemoryBytes);
        lines.Field("maxmemory_policy", EvictionPolicyNames.NameOf(facts.Settings.Policy));
        lines.Ratio("mem_fragmentation_ratio", used == 0 ? 0 : (double)resident / used);
        lines.Field("mem_allocator", "akkacache-slabs");
        lines.Field("managed_heap_bytes", collector.HeapSizeBytes);
        lines.Field("managed_collections", GC.CollectionCount(0));
        lines.Seconds("managed_pause_seconds", GC.GetTotalPauseDuration());
    }

    public static void AppendKeyspace(InfoText lines, NodeFacts facts)
    {
        long keys = 0, expires = 0;
        foreach (var partition in facts.Partitions.All)
        {
            // Backups are other nodes' keys: over all nodes, each key is counted once.
            if (!partition.Gate.IsOpen) continue;
            keys += partition.Space.Store.Count;
            expires += partition.Space.Store.VolatileCount;
        }
        lines.Heading("Keyspace");
        if (keys > 0) lines.Field("db0", $"keys={keys},expires={expires},avg_ttl=0");
    }
}
