using System.Diagnostics;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>Nodes that redirect, and clients that follow.</summary>
public sealed class RedirectTests(ITestOutputHelper output)
{
    private const int Keys = 300;

    private static readonly ClusterSettings Redirecting = new() { Profile = Scale.Profile, Flags = ["--set", "routing.mode=redirect"] };

    [Fact]
    public Task Node_redirects_what_it_does_not_hold_to_the_node_that_holds_it() => ClusterProcesses.RunAsync(Redirecting, output.WriteLine, async cluster =>
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, 2, ClusterProcesses.Patience);
        var map = ClusterMap.Read(cluster[0].Resp);
        var moved = 0;
        for (var partition = 0; partition < PartitionKeys.Partitions; partition++)
        {
            var holder = cluster.Nodes.Single(node => map.PartitionsOf(node.Resp).Contains(partition));
            foreach (var node in cluster.Nodes)
            {
                var reply = Conversation.Ask(node.Resp, "SET", PartitionKeys.KeyIn(partition, "a"), "b");
                if (node == holder) Assert.Equal("OK", reply.AsString);
                else Assert.EndsWith($" {holder.Resp}", reply.AsString, StringComparison.Ordinal);
                if (reply.AsString.StartsWith("MOVED ", StringComparison.Ordinal)) moved++;
            }
        }
        output.WriteLine($"redirect: {PartitionKeys.Partitions} partitions asked for at {cluster.Nodes.Count} nodes, {moved} redirections, all to the holder");
        Assert.Equal(PartitionKeys.Partitions * (cluster.Nodes.Count - 1), moved);
    });

    [SkippableFact]
    public Task Redis_cli_follows() => ClusterProcesses.RunAsync(Redirecting, output.WriteLine, async cluster =>
    {
        Skip.If(RedisProcess.WhyUnavailable() is not null, RedisProcess.WhyUnavailable());
        await ClusterMap.UntilSpreadAsync(cluster.Resp, 2, ClusterProcesses.Patience);
        var commands = Enumerable.Range(0, Keys).SelectMany(i => new[] { $"SET cli:{i} value:{i}", $"GET cli:{i}" });
        var lines = await RedisCliAsync(cluster[0].Resp.Port, commands);
        Assert.Contains(lines, line => line.StartsWith("-> Redirected", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, Keys).SelectMany(i => new[] { "OK", $"value:{i}" }), lines.Where(line => !line.StartsWith("-> Redirected", StringComparison.Ordinal)));
        output.WriteLine($"redis-cli -c: {Keys} keys set and read through one node's port, 0 wrong");
    });

    [Fact]
    public Task StackExchange_Redis_follows() => ClusterProcesses.RunAsync(Redirecting, output.WriteLine, async cluster =>
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, 2, ClusterProcesses.Patience);
        var options = new ConfigurationOptions { EndPoints = { cluster[0].Resp }, ConnectTimeout = 20_000, AsyncTimeout = 20_000, SyncTimeout = 20_000 };
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var database = connection.GetDatabase();
        for (var i = 0; i < Keys; i++) Assert.True(await database.StringSetAsync($"se:{i}", $"value:{i}"));
        for (var i = 0; i < Keys; i++) Assert.Equal($"value:{i}", await database.StringGetAsync($"se:{i}"));
        var servers = connection.GetEndPoints();
        output.WriteLine($"StackExchange.Redis: {Keys} keys set and read, {servers.Length} servers found from one, 0 wrong");
        Assert.Equal(cluster.Nodes.Count, servers.Length);
    });

    private static async Task<string[]> RedisCliAsync(int port, IEnumerable<string> commands)
    {
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-c", "-h", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var reading = client.StandardOutput.ReadToEndAsync();
        foreach (var command in commands) await client.StandardInput.WriteLineAsync(command);
        client.StandardInput.Close();
        var text = await reading.WaitAsync(ClusterProcesses.Patience);
        await client.WaitForExitAsync().WaitAsync(ClusterProcesses.Patience);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
