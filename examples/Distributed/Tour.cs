using System.Diagnostics;
using System.Text;
using AkkaCache.Client;

namespace AkkaCache.Examples;

/// <summary>What becomes of a cluster of three nodes and the data in it while nodes come and go. Each step prints what it saw.</summary>
internal static class Tour
{
    private const int Values = 1_000;

    /// <summary>Many times what any of these changes takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task FormAsync(CacheClient cache)
    {
        Console.WriteLine("1. Three nodes form a cluster");
        await ShowAtRestAsync(cache, nodes: 3);
    }

    public static async Task WriteAndReadAsync(CacheClient cache)
    {
        Console.WriteLine("2. Each key lies on one node, its copy on another");
        await Task.WhenAll(Enumerable.Range(0, Values).Select(i => cache.SetAsync($"value:{i}", Encoding.UTF8.GetBytes($"{i}")).AsTask()));
        Console.WriteLine($"   values read back: {await CountValuesAsync(cache)} of {Values}");
        Console.WriteLine($"   nodes that serve some of them: {Enumerable.Range(0, Values).Select(i => NodeOf(cache, $"value:{i}")).Distinct().Count()}");

        // Counters of all nodes, summed.
        var metrics = await cache.Cluster.MetricsAsync();
        Console.WriteLine($"   reads that found their key, by all nodes' metrics: {metrics["keyspace_hits"]}; that found none: {metrics["keyspace_misses"]}");
    }

    public static async Task KillAsync(CacheClient cache, LocalNode node)
    {
        Console.WriteLine($"3. {node.Name} is killed while counters are counted up");
        await using var counting = new Counting(cache);
        await counting.UntilAnsweredAsync(2_000, Patience);
        await node.KillAsync();
        await UntilAsync(() => !cache.Cluster.Nodes.Any(other => other.Name == node.Name && other.IsConnected), $"{node.Name} is missed");
        Console.WriteLine($"   still connected to: {string.Join(", ", ByName(cache).Where(other => other.IsConnected).Select(other => other.Name))}");
        await UntilAtRestAsync(cache, nodes: 2);
        await counting.UntilAnsweredAsync(counting.Answered + 2_000, Patience);
        await counting.StopAsync();

        await ShowAtRestAsync(cache, nodes: 2);
        Console.WriteLine($"   values read back: {await CountValuesAsync(cache)} of {Values}");
        Console.WriteLine($"   answered increments that are lost: {await counting.CountLostAsync()}");
        Console.WriteLine($"   increments that count without being asked for: {await counting.CountSurplusAsync()}");
        Console.WriteLine($"   errors other than an unknown outcome: {counting.OtherErrors}");
    }

    public static async Task StartAgainAsync(CacheClient cache, LocalNode node)
    {
        Console.WriteLine($"4. {node.Name} is started again, empty, and is given its share");
        await node.StartAsync();
        await ShowAtRestAsync(cache, nodes: 3);
    }

    public static async Task AddAsync(CacheClient cache, LocalCluster cluster)
    {
        Console.WriteLine("5. A node is added");
        await cluster.AddAsync();
        await ShowAtRestAsync(cache, nodes: 4);
    }

    public static async Task RemoveAsync(CacheClient cache, LocalNode node)
    {
        Console.WriteLine($"6. {node.Name} is told to leave and hands over what it holds");
        await node.LeaveAsync();
        await ShowAtRestAsync(cache, nodes: 3);
        Console.WriteLine($"   values read back: {await CountValuesAsync(cache)} of {Values}");
    }

    public static void ShowNodes(CacheClient cache) => ShowNodes(cache.Cluster.Nodes, cache.Cluster.Partitions);

    private static void ShowNodes(IEnumerable<CacheNode> nodes, IReadOnlyList<CachePartition> partitions)
    {
        foreach (var node in nodes.OrderBy(node => node.Name, StringComparer.Ordinal))
            Console.WriteLine($"   {node.Name} is {node.Health} and serves {node.Primaries} of {partitions.Count} partitions");
        Console.WriteLine($"   partitions with a copy on another node: {partitions.Count(partition => partition.Backups.Count > 0)}");
    }

    private static async Task ShowAtRestAsync(CacheClient cache, int nodes)
    {
        var (seen, partitions) = await UntilAtRestAsync(cache, nodes);
        ShowNodes(seen, partitions);
    }

    /// <summary>Every partition is served and has its copy, each of so many nodes serves its even share, and this client is connected to all of them. Returns what was seen then.</summary>
    private static async Task<(IReadOnlyList<CacheNode> Nodes, IReadOnlyList<CachePartition> Partitions)> UntilAtRestAsync(CacheClient cache, int nodes)
    {
        IReadOnlyList<CacheNode> seen = [];
        IReadOnlyList<CachePartition> partitions = [];
        await UntilAsync(
            () =>
            {
                (seen, partitions) = (cache.Cluster.Nodes, cache.Cluster.Partitions);
                return seen.Count == nodes
                    && seen.All(node => node.IsConnected && node.Health == NodeHealth.Healthy && node.Primaries - (partitions.Count / nodes) is 0 or 1)
                    && partitions.All(partition => partition.Primary is not null && partition.Backups.Count > 0);
            },
            $"{nodes} nodes are at rest");
        return (seen, partitions);
    }

    /// <summary>What a client knows of the cluster asks nobody, so it may be looked at as often as one likes.</summary>
    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var since = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(50))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new TimeoutException($"not within {Patience}: {what}");
        }
    }

    private static async Task<int> CountValuesAsync(CacheClient cache)
    {
        var values = await cache.GetManyAsync([.. Enumerable.Range(0, Values).Select(i => (CacheKey)$"value:{i}")]);
        return values.Where((value, i) => value is { } bytes && Encoding.UTF8.GetString(bytes.Span) == $"{i}").Count();
    }

    private static string? NodeOf(CacheClient cache, CacheKey key) => cache.Cluster.Partitions[cache.Cluster.PartitionOf(key)].Primary;

    private static IEnumerable<CacheNode> ByName(CacheClient cache) => cache.Cluster.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal);
}
