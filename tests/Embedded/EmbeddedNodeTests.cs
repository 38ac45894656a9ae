using System.Collections.Immutable;
using System.Text;
using AkkaCache.Client;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Embedded.Tests;

/// <summary>Nodes in this process: members of clusters, of each other's and of daemons'.</summary>
public sealed class EmbeddedNodeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Three_form_a_cluster_and_each_reads_what_another_wrote()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(3);
        for (var i = 0; i < 300; i++) await cluster[i % 3].Client.SetAsync($"k:{i}", Bytes($"{i}"));
        for (var i = 0; i < 300; i++) Assert.Equal($"{i}", Text(await cluster[(i + 1) % 3].Client.GetAsync($"k:{i}")));
        Assert.Equal(300, await cluster[0].Client.CountAsync());
        Assert.All(cluster[1].Client.Cluster.Nodes, node => Assert.InRange(node.Primaries, 85, 86));

        // In sync mode a write waits for its copies wherever it is made, and a read for the writes that it saw.
        var board = cluster[2].Client.Leaderboard("b");
        await board.AddAsync("ada", 5);
        Assert.Equal(5, await cluster[0].Client.Leaderboard("b").ScoreAsync("ada"));
    }

    [Fact]
    public async Task One_that_stops_hands_over_and_nothing_is_lost_meanwhile()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(3);
        var client = cluster[0].Client;
        using var end = new CancellationTokenSource();
        var counted = 0;
        var load = Task.Run(async () =>
        {
            for (; !end.IsCancellationRequested; counted++) await client.IncrementAsync($"n:{counted % 50}");
        });
        await Until.TrueAsync(() => Volatile.Read(ref counted) > 500, Patience, () => $"{counted}");
        await cluster[2].DisposeAsync();
        var before = Volatile.Read(ref counted);
        await Until.TrueAsync(() => Volatile.Read(ref counted) > before + 500, Patience, () => $"{counted}");
        await end.CancelAsync();
        await load;
        var sum = 0L;
        for (var i = 0; i < 50; i++) sum += await cluster[1].Client.IncrementAsync($"n:{i}", 0);
        Assert.Equal(counted, sum);
    }

    /// <summary>What the application itself does to a node is no fault; a daemon that is killed is one.</summary>
    [Fact]
    public async Task It_joins_daemons_and_outlives_one()
    {
        await ClusterProcesses.RunAsync(new ClusterSettings { Replication = "sync", Nodes = 2 }, _ => { }, async daemons =>
        {
            await using var node = new EmbeddedNode(new EmbeddedNodeOptions { Seeds = [.. daemons.Nodes.Select(daemon => $"127.0.0.1:{daemon.Akka.Port}")], Settings = EmbeddedCluster.Settings(FreePorts.Take()) });
            await node.StartAsync();
            await Until.TrueAsync(() => node.Client.Cluster.Nodes.Count(one => one.Primaries is 85 or 86) == 3, Patience, () => string.Join('\n', node.Client.Cluster.Nodes));
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => node.Client.SetAsync($"k:{i}", Bytes($"{i}")).AsTask()));
            await daemons[1].KillAsync();
            for (var i = 0; i < 300; i++) Assert.Equal($"{i}", Text(await node.Client.GetAsync($"k:{i}").AsTask().WaitAsync(Patience)));
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => node.Client.SetAsync($"k:{i}", Bytes($"{-i}")).AsTask()));
            Assert.Equal("-299", Text(await node.Client.GetAsync("k:299")));
        });
    }

    /// <summary>SHUTDOWN is how a node is told to leave by others, and it is not the application that it ends.</summary>
    [Fact]
    public async Task Node_that_is_told_to_leave_ends_and_the_process_goes_on()
    {
        await using var cluster = await EmbeddedCluster.StartAsync(2);
        var exitCode = Environment.ExitCode;
        await cluster[1].Client.ExecuteAsync(["SHUTDOWN"], keyAt: 0).AsTask().ContinueWith(static end => end.Exception, TaskScheduler.Default).WaitAsync(Patience);

        // Far below cluster.leave-timeout: it need not be waited for.
        await cluster[1].WhenEnded.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(exitCode, Environment.ExitCode);
        await Until.TrueAsync(() => cluster[0].Client.Cluster.Nodes.Count == 1, Patience, () => string.Join('\n', cluster[0].Client.Cluster.Nodes));
        await cluster[0].Client.SetAsync("k", Bytes("v"));
    }

    [Fact]
    public async Task Application_has_it_as_CacheClient_IDistributedCache_and_HybridCache()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AkkaCache:Doors:Akka:Port"] = "0",
            ["AkkaCache:Cluster:Partitions"] = "16",
            ["AkkaCache:Memory:MaxMemory"] = "64mb",
        });
        builder.Services.AddHostedService<EarlyUser>();
        builder.AddAkkaCacheNode();
        builder.Services.AddAkkaCacheHybridCache();
        using var host = builder.Build();
        await host.StartAsync().WaitAsync(Patience);
        var client = host.Services.GetRequiredService<CacheClient>();
        Assert.Equal(16, client.Cluster.PartitionCount);
        await EarlyUser.Done.Task.WaitAsync(Patience);
        Assert.Equal("early", Text(await client.GetAsync("who")));

        var distributed = host.Services.GetRequiredService<IDistributedCache>();
        await distributed.SetStringAsync("d", "1", new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(1) });
        Assert.Equal("1", await distributed.GetStringAsync("d"));

        var hybrid = host.Services.GetRequiredService<HybridCache>();
        var runs = 0;
        for (var i = 0; i < 3; i++) Assert.Equal(42, await hybrid.GetOrCreateAsync("h", _ => ValueTask.FromResult(42 + runs++), tags: ["t"]));
        await hybrid.RemoveByTagAsync("t");
        Assert.Equal(43, await hybrid.GetOrCreateAsync("h", _ => ValueTask.FromResult(42 + runs++), tags: ["t"]));
        await host.StopAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Port_that_is_taken_is_told()
    {
        using var taken = new TakenPort();
        await using var node = new EmbeddedNode(new EmbeddedNodeOptions { Settings = EmbeddedCluster.Settings(taken.Number) });
        var error = await Assert.ThrowsAsync<CacheException>(() => node.StartAsync());
        Assert.Equal(CacheErrorCode.InvalidConfiguration, error.Code);
        Assert.Contains("doors.akka.port", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replication.moed", "sync")]
    [InlineData("replication.mode", "maybe")]
    [InlineData("routing.mode", "redirect")]
    public void Setting_that_is_not_allowed_is_told_when_the_node_is_made(string key, string value)
    {
        var error = Assert.Throws<CacheException>(() => new EmbeddedNode(new EmbeddedNodeOptions { Settings = ImmutableDictionary<string, string>.Empty.Add(key, value) }));
        Assert.Equal(CacheErrorCode.InvalidConfiguration, error.Code);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Text(ReadOnlyMemory<byte>? value) => value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    /// <summary>Asks before the node has started, as a service may that was added before it.</summary>
    private sealed class EarlyUser(CacheClient client) : IHostedService
    {
        public static TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = AskAsync();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private async Task AskAsync()
        {
            await client.SetAsync("who", Bytes("early"));
            Done.SetResult();
        }
    }
}
