using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>The client against three real daemons that are killed, stopped and told to leave while it works.</summary>
public sealed class ClusterClientTests(ITestOutputHelper output)
{
    private const int Workers = 8;

    private static readonly ClusterSettings Settings = new() { HasClientDoors = true, Replication = "sync" };
    private static readonly TimeSpan Patience = ClusterProcesses.Patience;

    [Fact]
    public Task Client_learns_of_all_nodes_and_asks_each_for_its_own_keys() => WithClusterAsync(async (cluster, client) =>
    {
        // 256 partitions over three nodes: nothing moves any more.
        await Until.TrueAsync(() => client.Cluster.Nodes.Count(node => node.IsConnected && node.Primaries is 85 or 86) == 3, Patience, () => Show(client));
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => client.SetAsync($"k:{i}", Bytes($"{i}")).AsTask()));
        var values = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async i => Encoding.UTF8.GetString((await client.GetAsync($"k:{i}"))!.Value.Span)));
        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"{i}"), values);

        // Each node executed what it serves; one that forwards counts what it forwards as well.
        foreach (var node in client.Cluster.Nodes)
        {
            var info = await client.Cluster.InfoAsync(node.Id, "commandstats");
            var gets = int.Parse(info["cmdstat_get"]["calls=".Length..].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Enumerable.Range(0, 2_000).Count(i => client.Cluster.Partitions[client.Cluster.PartitionOf($"k:{i}")].Primary == node.Id), gets);
        }
        Assert.Equal(2_000, await client.CountAsync());
    });

    [Fact]
    public Task Killed_node_costs_nothing_but_time() => WithClusterAsync(async (cluster, client) =>
    {
        await using var load = new Load(client, Workers);
        await load.UntilAnsweredAsync(2_000);
        await cluster[2].KillAsync();
        var killedAt = Stopwatch.GetTimestamp();
        await Until.TrueAsync(() => client.Cluster.Nodes.Any(node => node.Name == cluster[2].Name && node.Health == NodeHealth.Unhealthy), Patience, () => Show(client));
        output.WriteLine($"the killed node was called unhealthy after {Stopwatch.GetElapsedTime(killedAt).TotalSeconds:F1} s");
        var before = load.Answered;
        await load.UntilAnsweredAsync(before + 5_000);
        await Until.TrueAsync(() => client.Cluster.Nodes.Count(node => node.IsConnected) == 2 && client.Cluster.Partitions.All(partition => partition.Primary is not null), Patience, () => Show(client));
        await load.StopAsync();
        output.WriteLine(load.ToString());

        Assert.Empty(load.Errors);
        await load.AssertCountersAsync();
    });

    /// <summary>With the profile cloud a fail-over takes some eight seconds: whoever had to wait for it is told from whoever had not.</summary>
    [Fact]
    public Task Killed_node_holds_up_nobody_who_asks_for_other_keys() => WithClusterAsync(async (cluster, client) =>
    {
        await Until.TrueAsync(() => client.Cluster.Nodes.Count(node => node.IsConnected && node.Primaries is 85 or 86 && cluster.Nodes.Any(known => known.Name == node.Name)) == 3, Patience, () => Show(client));
        var victim = client.Cluster.Nodes.Single(node => node.Name == cluster[2].Name).Id;
        var keys = Enumerable.Range(0, 1_000).Select(i => $"k:{i}").ToLookup(key => client.Cluster.Partitions[client.Cluster.PartitionOf(key)].Primary == victim);
        await Task.WhenAll(keys[false].Concat(keys[true]).Select(key => client.SetAsync(key, Bytes(key)).AsTask()));

        // What the copies do not have yet is lost with the node: mode async promises no more.
        foreach (var node in client.Cluster.Nodes)
        {
            var lag = "";
            while ((lag = (await client.Cluster.InfoAsync(node.Id, "replication"))["replication_lag_effects"]) != "0") output.WriteLine($"{node.Name} lags by {lag}");
        }

        await cluster[2].KillAsync();
        var killedAt = Stopwatch.GetTimestamp();
        var lost = Task.WhenAll(keys[true].Select(async key =>
        {
            Assert.NotNull(await client.GetAsync(key));
            return Stopwatch.GetElapsedTime(killedAt);
        }));
        var longest = TimeSpan.Zero;
        for (var i = 0; !lost.IsCompleted; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.NotNull(await client.GetAsync(keys[false].ElementAt(i % keys[false].Count())));
            var took = Stopwatch.GetElapsedTime(began);
            if (took > longest) longest = took;

            // The fail-over is waited for, not driven: a busy loop would take the processor from the nodes.
            await Task.Delay(5);
        }
        var failedOver = (await lost).Max();
        output.WriteLine($"keys of the killed node: read after {failedOver.TotalSeconds:F1} s; longest wait for another key {longest.TotalMilliseconds:F0} ms");
        Assert.True(longest < failedOver / 2, $"others waited {longest}, the fail-over took {failedOver}");
    }, Settings with { Profile = "cloud", Replication = "async" });

    [Fact]
    public Task Paused_node_is_given_up_and_taken_again() => WithClusterAsync(async (cluster, client) =>
    {
        await using var load = new Load(client, Workers);
        await load.UntilAnsweredAsync(2_000);
        cluster[1].Pause();
        try
        {
            await Until.TrueAsync(() => client.Cluster.Nodes.Count(node => node.IsConnected) == 2, Patience, () => Show(client));
            await load.UntilAnsweredAsync(load.Answered + 5_000);
        }
        finally
        {
            cluster[1].Resume();
        }
        await Until.TrueAsync(() => client.Cluster.Nodes.Count(node => node.IsConnected && node.Health == NodeHealth.Healthy) == 3, Patience, () => Show(client));
        await load.StopAsync();
        output.WriteLine(load.ToString());
        Assert.Empty(load.Errors);
        await load.AssertCountersAsync();
    });

    /// <summary>Sync: nothing answered is lost, nothing counts twice, whatever is sent again. CLIENT_KILLS and CLIENT_INCREMENTS ask for more of it.</summary>
    [Fact]
    public Task Increments_are_exact_through_kills() => WithClusterAsync(async (cluster, client) =>
    {
        const int counters = 1_000;
        var kills = Setting("CLIENT_KILLS", 2);
        var increments = Setting("CLIENT_INCREMENTS", 40_000);
        var counts = new long[counters];
        var done = 0;
        using var pulse = new Pulse();
        var workers = Enumerable.Range(0, 64).Select(worker => Task.Run(async () =>
        {
            for (var i = worker; i < increments; i += 64)
            {
                var counter = i % counters;
                await client.IncrementAsync($"n:{counter}");
                Interlocked.Increment(ref counts[counter]);
                Interlocked.Increment(ref done);
            }
        })).ToList();
        for (var kill = 1; kill <= kills; kill++)
        {
            // Spread over the run, each time another node, and only when every copy is whole again.
            var from = (long)increments * kill / (kills + 1);
            await Until.TrueAsync(() => Volatile.Read(ref done) >= from || workers.Exists(worker => worker.IsFaulted), TimeSpan.FromMinutes(30), () => $"{from} increments are done, of {done}");
            if (workers.Exists(worker => worker.IsFaulted)) break;
            await ClusterMap.UntilSpreadAsync(cluster.Resp, Settings.Replicas, Patience);
            var victim = cluster[kill % 3];
            await victim.KillAsync();
            victim.Start();
            await victim.UntilReadyAsync();
        }
        await Task.WhenAll(workers);
        output.WriteLine($"{done} increments through {kills} kills; {pulse}");
        for (var counter = 0; counter < counters; counter++) Assert.Equal(counts[counter], await client.IncrementAsync($"n:{counter}", 0));
        Assert.True(pulse.WasSteady, $"{pulse}");
    });

    [Fact]
    public Task Node_that_leaves_costs_nothing() => WithClusterAsync(async (cluster, client) =>
    {
        await using var load = new Load(client, Workers);
        await load.UntilAnsweredAsync(2_000);
        await cluster[0].LeaveAsync();
        await load.UntilAnsweredAsync(load.Answered + 2_000);
        await load.StopAsync();
        output.WriteLine(load.ToString());
        Assert.Empty(load.Errors);
        await load.AssertCountersAsync();
    });

    [Fact]
    public Task Nodes_that_redirect_are_followed_and_writes_without_a_number_unknown_at_most() => WithClusterAsync(async (cluster, client) =>
    {
        await using var load = new Load(client, Workers);
        await load.UntilAnsweredAsync(2_000);
        await cluster[1].KillAsync();
        await load.UntilAnsweredAsync(load.Answered + 2_000);
        await load.StopAsync();
        output.WriteLine(load.ToString());
        Assert.DoesNotContain(load.Errors, error => error.Key != CacheErrorCode.OutcomeUnknown);
        await load.AssertCountersAsync();
    }, Settings with { Flags = ["--set", "routing.mode=redirect"] }, isNumbered: false);

    [Fact]
    public Task Node_that_joins_is_used() => WithClusterAsync(async (cluster, client) =>
    {
        await using var load = new Load(client, Workers);
        await cluster.AddNodeAsync();
        await Until.TrueAsync(() => client.Cluster.Nodes.Count(node => node.IsConnected && node.Primaries > 0) == 4, Patience, () => Show(client));
        await load.StopAsync();
        output.WriteLine(load.ToString());
        Assert.Empty(load.Errors);
        await load.AssertCountersAsync();
    });

    /// <summary>FEATURES: nodes are added and removed by the client.</summary>
    [Fact]
    public Task Lone_node_is_added_and_another_removed_and_nothing_is_lost() => WithClusterAsync(async (cluster, client) =>
    {
        await using var load = new Load(client, Workers);
        await load.UntilAnsweredAsync(1_000);
        await using var lone = DaemonProcess.Launch(["--resp-port", "0", "--akka-port", "0", "--client-port", "0", "--http-port", "off", "--replication", "sync", "--profile", "test"]);
        await lone.WaitForLineAsync(line => line.StartsWith("ready", StringComparison.Ordinal), Patience);
        var address = NodeAddress.Parse(lone.Client.ToString());

        using var patience = new CancellationTokenSource(Patience);
        var added = await client.Cluster.AddNodeAsync(address, patience.Token);
        Assert.Equal((address, true), (added.Address!.Value, added.IsConnected));
        await Until.TrueAsync(() => client.Cluster.Nodes.Count(node => node.Primaries > 0) == 4, Patience, () => Show(client));
        Assert.Equal(CacheErrorCode.InvalidConfiguration, (await Assert.ThrowsAsync<CacheException>(async () => await client.Cluster.AddNodeAsync(address, patience.Token))).Code);

        var removed = client.Cluster.Nodes.Single(node => node.Name == cluster[0].Name).Id;
        await client.Cluster.RemoveNodeAsync(removed, patience.Token);
        Assert.Equal(3, client.Cluster.Nodes.Count);
        Assert.Equal(CacheErrorCode.InvalidConfiguration, (await Assert.ThrowsAsync<CacheException>(async () => await client.Cluster.RemoveNodeAsync(removed, patience.Token))).Code);
        await load.UntilAnsweredAsync(load.Answered + 2_000);
        await load.StopAsync();
        output.WriteLine(load.ToString());
        Assert.Empty(load.Errors);
        await load.AssertCountersAsync();
    });

    private Task WithClusterAsync(Func<ClusterProcesses, CacheClient, Task> test, ClusterSettings? settings = null, bool isNumbered = true) => ClusterProcesses.RunAsync(settings ?? Settings, output.WriteLine, async cluster =>
    {
        // Redirecting nodes answer the probe's writes elsewhere; what they redirect, the client waits for.
        if (settings is null) await cluster[0].UntilEveryPartitionTakesWritesAsync();
        await using var client = await CacheClient.ConnectAsync(new CacheClientOptions { Nodes = [.. cluster.Nodes.Select(node => NodeAddress.Parse(node.Client.ToString()))], ConnectTimeout = Patience, OperationTimeout = Patience, IdempotentIncrements = isNumbered });
        await client.ClearAsync();
        await test(cluster, client);
    });

    private static string Show(CacheClient client) => string.Join('\n', client.Cluster.Nodes) + $"\nwithout a primary: {client.Cluster.Partitions.Count(partition => partition.Primary is null)}";

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Workers that count up and read, each its own counters, one operation after the other.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private const int CountersPerWorker = 50;

        private readonly CacheClient _client;
        private readonly CancellationTokenSource _end = new();
        private readonly Task[] _workers;
        private readonly long[,] _certain;
        private readonly long[,] _unknown;
        private long _answered;

        public Load(CacheClient client, int workers)
        {
            _client = client;
            _certain = new long[workers, CountersPerWorker];
            _unknown = new long[workers, CountersPerWorker];
            _workers = [.. Enumerable.Range(0, workers).Select(worker => Task.Run(() => WorkAsync(worker)))];
        }

        public ConcurrentDictionary<CacheErrorCode, int> Errors { get; } = new();

        public long Answered => Volatile.Read(ref _answered);

        public Task UntilAnsweredAsync(long count) => Until.TrueAsync(() => Answered >= count, Patience, () => $"{count} operations are answered: {this}");

        public async Task StopAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAll(_workers);
        }

        /// <summary>Nothing that was answered is lost, and nothing counts twice.</summary>
        public async Task AssertCountersAsync()
        {
            for (var worker = 0; worker < _workers.Length; worker++)
            {
                for (var counter = 0; counter < CountersPerWorker; counter++)
                {
                    var value = await _client.IncrementAsync($"c:{worker}:{counter}", 0);
                    Assert.InRange(value, _certain[worker, counter], _certain[worker, counter] + _unknown[worker, counter]);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _end.Dispose();
        }

        public override string ToString() => $"{Answered} answered, {string.Join(", ", Errors.Select(error => $"{error.Value} {error.Key}"))}";

        private async Task WorkAsync(int worker)
        {
            for (var i = 0; !_end.IsCancellationRequested; i = (i + 1) % CountersPerWorker)
            {
                try
                {
                    await _client.IncrementAsync($"c:{worker}:{i}");
                    _certain[worker, i]++;
                    Interlocked.Increment(ref _answered);
                }
                catch (CacheException e)
                {
                    if (e.Code == CacheErrorCode.OutcomeUnknown) _unknown[worker, i]++;
                    Errors.AddOrUpdate(e.Code, 1, (_, count) => count + 1);
                }
                try
                {
                    await _client.GetAsync($"c:{worker}:{i}");
                    Interlocked.Increment(ref _answered);
                }
                catch (CacheException e)
                {
                    Errors.AddOrUpdate(e.Code, 1, (_, count) => count + 1);
                }
            }
        }
    }
}
