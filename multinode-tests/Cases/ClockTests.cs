using System.Net;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Cluster;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Multinode.Nemesis;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>Somebody sets the clock of a node, hours or years forwards or back: leases and failure detection do not notice, times to live do, on the primary alone.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private const int Nodes = 3;

    private static readonly TimeSpan[] Jumps = [TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), TimeSpan.FromDays(400), TimeSpan.FromSeconds(-5), TimeSpan.FromHours(-1), TimeSpan.FromDays(-400)];

    [Fact]
    public async Task Clocks_that_jump_fail_nothing_and_lose_nothing()
    {
        await using var cluster = await ClockedCluster.StartAsync(Nodes);
        var before = FailOvers(cluster);
        var workload = Mix.OfWhatLasts("c");
        Conversation.Ask(cluster.Resp[0], workload.Preparation());
        await using var load = RespLoad.Start(cluster.Resp, workload, new LoadLimits { OperationsPerSecond = Scale.Rate });
        for (var number = 0; number < Jumps.Length * Nodes; number++)
        {
            cluster.Clocks[number % Nodes].Ahead = Jumps[number / Nodes];
            await load.UntilOperationsAsync(Scale.Operations / 4, ClusterProcesses.Patience);
        }
        var written = await load.StopAsync();
        var findings = Judge.Sync(written.With(Conversation.Ask(cluster.Resp[0], workload.Reads())));
        output.WriteLine($"{Jumps.Length * Nodes} jumps of the clocks of {Nodes} nodes: {written}, {findings.Counts}, failed over {FailOvers(cluster) - before}");
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal(written.Operations.Count, written.Answered);
        Assert.Equal(before, FailOvers(cluster));
    }

    [Fact]
    public async Task Primary_s_clock_decides_what_expires_and_what_expired_stays_away()
    {
        await using var cluster = await ClockedCluster.StartAsync(Nodes);
        var keys = Enumerable.Range(0, PartitionKeys.Partitions).Select(partition => PartitionKeys.KeyIn(partition, "passing")).ToList();
        foreach (var key in keys) Conversation.Ask(cluster.Resp[0], "SET", key, "v", "EX", "60");

        // Ahead of all that lives: the copies that node 0 has of others' keys stay, what it is the primary of goes.
        var map = ClusterMap.Read(cluster.Resp[0]);
        cluster.Clocks[0].Ahead = TimeSpan.FromHours(1);
        var own = map.PartitionsOf(cluster.Resp[0]).Select(partition => keys[partition]).ToHashSet();
        await Until.TrueAsync(() => Present(cluster.Resp[1], keys).SetEquals(keys.Except(own)), ClusterProcesses.Patience, () => $"of {keys.Count} keys, {own.Count} of them node 0's, there are {Present(cluster.Resp[1], keys).Count}");

        // Back: what has expired does not come again.
        cluster.Clocks[0].Ahead = TimeSpan.FromHours(-1);
        Assert.Equal([.. keys.Except(own).Order()], Present(cluster.Resp[1], keys).Order());

        // A clock that is behind makes a time to live longer.
        Conversation.Ask(cluster.Resp[1], "SET", own.First(), "v", "PXAT", $"{DateTimeOffset.UtcNow.AddSeconds(60).ToUnixTimeMilliseconds()}");
        Assert.InRange(Conversation.Ask(cluster.Resp[1], "TTL", own.First()).AsInteger, 3_600, 3_660);
    }

    private static HashSet<string> Present(IPEndPoint node, IReadOnlyList<string> keys)
    {
        var replies = Conversation.AskAll(node, [.. keys.Select(key => new[] { "GET", key })]);
        return [.. keys.Where((_, number) => !replies[number].IsNull)];
    }

    private static long FailOvers(ClockedCluster cluster) => cluster.Resp.Sum(node => NodeCounters.Read(node, "fail_overs"));
}
