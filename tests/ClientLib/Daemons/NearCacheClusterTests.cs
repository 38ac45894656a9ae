using System.Diagnostics;
using System.Text;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>The near cache while partitions change hands: nodes are killed, stand still, leave, or forward.</summary>
public sealed class NearCacheClusterTests(ITestOutputHelper output)
{
    private const int Keys = 200;

    private static readonly ClusterSettings Settings = new() { HasClientDoors = true, Replication = "sync" };
    private static readonly TimeSpan Patience = ClusterProcesses.Patience;

    [Fact]
    public Task Killed_node() => AfterAsync(async (cluster, reader) =>
    {
        await cluster[2].KillAsync();
        await Until.TrueAsync(() => reader.Cluster.Nodes.Count(node => node.IsConnected) == 2 && reader.Cluster.Partitions.All(partition => partition.Primary is not null), Patience, () => "two nodes are left");
    });

    [Fact]
    public Task Node_that_leaves() => AfterAsync((cluster, _) => cluster[0].LeaveAsync());

    // Its link does not break, and it tells nobody that it is not primary any more: the map of the others does.
    [Fact]
    public Task Node_that_stands_still() => AfterAsync(async (cluster, reader) =>
    {
        var stopped = cluster[1];
        stopped.Pause();
        try
        {
            await WriteAsync(cluster, "while it stands still");
            var since = Stopwatch.GetTimestamp();
            await UntilNoneIsOldAsync(reader, "while it stands still", since);
        }
        finally
        {
            stopped.Resume();
        }
    });

    [Fact]
    public Task Node_that_joins() => AfterAsync(async (cluster, reader) =>
    {
        await cluster.AddNodeAsync();
        await Until.TrueAsync(() => reader.Cluster.Nodes.Count(node => node.IsConnected && node.Primaries > 0) == 4, Patience, () => "four nodes serve");
    });

    /// <summary>A reader has everything near, something happens, another client writes: the reader comes to read what was written, and then nothing else.</summary>
    private Task AfterAsync(Func<ClusterProcesses, CacheClient, Task> happens) => ClusterProcesses.RunAsync(Settings, output.WriteLine, async cluster =>
    {
        await cluster[0].UntilEveryPartitionTakesWritesAsync();
        await WriteAsync(cluster, "before");
        await using var reader = await CacheClient.ConnectAsync(Options(cluster) with { NearCache = new NearCacheOptions { MaxAge = TimeSpan.FromDays(1) } });

        // Links to all nodes, so that each key is read where it is served and kept.
        await Until.TrueAsync(() => AllReadAsync(reader, "before").GetAwaiter().GetResult() && reader.Router.Near!.Count == Keys, Patience, () => $"all is kept: {reader.Router.Near!.Count}");
        using var end = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested) await AllReadAsync(reader, "");
        });
        await happens(cluster, reader);
        await WriteAsync(cluster, "after");
        var since = Stopwatch.GetTimestamp();
        await UntilNoneIsOldAsync(reader, "after", since);
        await Until.TrueAsync(() => AllReadAsync(reader, "after").GetAwaiter().GetResult(), Patience, () => "the new values are read");
        await end.CancelAsync();
        await reading;
        for (var i = 0; i < 20; i++) Assert.True(await AllReadAsync(reader, "after"));
    });

    private async Task UntilNoneIsOldAsync(CacheClient reader, string value, long since)
    {
        await Until.TrueAsync(() => Old(reader, value) == 0, Patience, () => $"{Old(reader, value)} old values are kept", TimeSpan.FromMilliseconds(5));
        output.WriteLine($"no old value is kept {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms after the last write was answered");
    }

    private static int Old(CacheClient reader, string value) =>
        Enumerable.Range(0, Keys).Count(i => reader.Router.Near!.TryGet($"k:{i}", out var found) && !found!.Value.Span.SequenceEqual(Encoding.UTF8.GetBytes(value)));

    private static CacheClientOptions Options(ClusterProcesses cluster) =>
        new() { Nodes = [.. cluster.Nodes.Where(node => node.IsRunning).Select(node => NodeAddress.Parse(node.Client.ToString()))], ConnectTimeout = Patience, OperationTimeout = Patience };

    private static async Task WriteAsync(ClusterProcesses cluster, string value)
    {
        await using var writer = await CacheClient.ConnectAsync(Options(cluster));
        await Task.WhenAll(Enumerable.Range(0, Keys).Select(i => writer.SetAsync($"k:{i}", Encoding.UTF8.GetBytes(value)).AsTask()));
    }

    private static async Task<bool> AllReadAsync(CacheClient reader, string value)
    {
        var all = true;
        for (var i = 0; i < Keys; i++) all &= await reader.GetAsync($"k:{i}") is { } found && Encoding.UTF8.GetString(found.Span) == value;
        return all;
    }
}
