using AkkaCache.Client;
using AkkaCache.Examples;

// sync: a write is answered when the copy on another node has it.
await using var cluster = await LocalCluster.StartAsync(args, nodes: 3, "--replication", "sync");
await using var cache = await CacheClient.ConnectAsync(cluster.ClientOptions);

if (cluster.Nodes.Count == 0)
{
    // Somebody else's nodes are looked at, not killed.
    Tour.ShowNodes(cache);
    return;
}

await Tour.FormAsync(cache);
await Tour.WriteAndReadAsync(cache);
await Tour.KillAsync(cache, cluster.Nodes[1]);
await Tour.StartAgainAsync(cache, cluster.Nodes[1]);
await Tour.AddAsync(cache, cluster);
await Tour.RemoveAsync(cache, cluster.Nodes[0]);
