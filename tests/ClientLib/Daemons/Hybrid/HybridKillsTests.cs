using System.Collections.Concurrent;
using System.Diagnostics;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>Two applications on three daemons, one of which is killed and comes back: what one removes the other does not go on showing.</summary>
public sealed class HybridKillsTests(ITestOutputHelper output)
{
    private const int Keys = 40;

    /// <summary>After which nobody may show what was removed: ten times what it takes when no node dies.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    /// <summary>What the database holds, and what is known to be removed and when.</summary>
    private readonly int[] _versions = new int[Keys];
    private readonly ConcurrentQueue<(int Key, int Version, long RemovedAt)> _removed = new();
    private readonly ConcurrentBag<string> _errors = [];
    private int _reads;

    [Fact]
    public Task Removals_reach_the_other_application_through_a_kill() => ClusterProcesses.RunAsync(new ClusterSettings { HasClientDoors = true, Replication = "sync" }, output.WriteLine, async cluster =>
    {
        await cluster[0].UntilEveryPartitionTakesWritesAsync();
        await using var one = Build(cluster);
        await using var two = Build(cluster);
        using var end = new CancellationTokenSource();
        Task[] workers =
        [
            .. Enumerable.Range(0, 4).Select(worker => Task.Run(() => RemoveAsync(one.GetRequiredService<HybridCache>(), worker, end.Token))),
            .. Enumerable.Range(0, 4).Select(worker => Task.Run(() => ReadAsync(two.GetRequiredService<HybridCache>(), worker, end.Token))),
        ];
        await UntilRemovedAsync(200);
        await cluster[1].KillAsync();
        await UntilRemovedAsync(200);
        cluster[1].Start();
        await cluster[1].UntilReadyAsync();
        await UntilRemovedAsync(200);
        await end.CancelAsync();
        await Task.WhenAll(workers);
        output.WriteLine($"{_removed.Count} removals, {_reads} reads, {_errors.Count} errors");
        Assert.Empty(_errors);
        Assert.True(_reads > _removed.Count);
    });

    private Task UntilRemovedAsync(int more)
    {
        var wanted = _removed.Count + more;
        return Until.TrueAsync(() => _removed.Count >= wanted || !_errors.IsEmpty, ClusterProcesses.Patience, () => $"{_removed.Count} removals of {wanted}");
    }

    /// <summary>Each remover has keys of its own: a new version, and then away with the old one, by name and by tag in turn.</summary>
    private async Task RemoveAsync(HybridCache cache, int worker, CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            var key = worker * Keys / 4 + i % (Keys / 4);
            var version = Interlocked.Increment(ref _versions[key]);
            try
            {
                if (i % 2 == 0) await cache.RemoveAsync(NameOf(key), CancellationToken.None);
                else await cache.RemoveByTagAsync(TagOf(key), CancellationToken.None);
                _removed.Enqueue((key, version, Stopwatch.GetTimestamp()));
            }
            catch (Exception e)
            {
                _errors.Add($"removal {version} of {key}: {e}");
            }

            // A rate at which what was removed is read again in between.
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private async Task ReadAsync(HybridCache cache, int worker, CancellationToken end)
    {
        var random = new Random(worker);
        var least = new int[Keys];
        var seen = 0;
        while (!end.IsCancellationRequested)
        {
            // What was removed long enough before this read begins.
            var removed = _removed.ToArray();
            for (; seen < removed.Length && Stopwatch.GetElapsedTime(removed[seen].RemovedAt) > Late; seen++) least[removed[seen].Key] = Math.Max(least[removed[seen].Key], removed[seen].Version);
            for (var i = 0; i < 50; i++)
            {
                var key = random.Next(Keys);
                try
                {
                    var version = await cache.GetOrCreateAsync(NameOf(key), _ => ValueTask.FromResult(Volatile.Read(ref _versions[key])), tags: [TagOf(key)], cancellationToken: CancellationToken.None);
                    Interlocked.Increment(ref _reads);
                    if (version < least[key]) _errors.Add($"{key} is shown as {version}, {least[key]} was known to be removed {Late.TotalSeconds} s before");
                }
                catch (Exception e)
                {
                    _errors.Add($"read of {key}: {e}");
                }
            }

            // Four readers are not to take the machine from the nodes.
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static string NameOf(int key) => $"kills:{key}";

    private static string TagOf(int key) => $"kills:tag:{key}";

    private static ServiceProvider Build(ClusterProcesses cluster) => new ServiceCollection()
        .AddAkkaCacheClient(new CacheClientOptions { Nodes = [.. cluster.Nodes.Select(node => NodeAddress.Parse(node.Client.ToString()))], ConnectTimeout = ClusterProcesses.Patience, OperationTimeout = ClusterProcesses.Patience })
        .AddAkkaCacheHybridCache()
        .BuildServiceProvider();
}
