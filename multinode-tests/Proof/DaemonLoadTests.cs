using System.Diagnostics;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Proof;

/// <summary>Load and checkers together, on one daemon.</summary>
public sealed class DaemonLoadTests(ITestOutputHelper output)
{
    private const int Operations = 6_000;

    private static readonly ClusterSettings One = new() { Nodes = 1, Replication = "none", Replicas = 1 };

    private static readonly LoadLimits Limits = new() { OperationsPerSecond = 4_000, ReplyTimeout = TimeSpan.FromSeconds(5) };

    /// <summary>In which the load sends as much as may be in flight; it sends every 10 ms, and what it may not send does not show.</summary>
    private static readonly TimeSpan ManyTicks = TimeSpan.FromMilliseconds(200);

    [Fact]
    public Task Load_on_one_daemon_is_answered_and_found_right() => ClusterProcesses.RunAsync(One, output.WriteLine, async cluster =>
    {
        var workload = Mix.OfEverything("t");
        Conversation.Ask(cluster[0].Resp, workload.Preparation());
        await using var load = RespLoad.Start(cluster.Resp, workload, Limits);
        await load.UntilOperationsAsync(Operations, DaemonProcess.Patience);
        var history = (await load.StopAsync()).With(Conversation.Ask(cluster[0].Resp, workload.Reads()));
        var findings = Judge.Sync(history);
        output.WriteLine($"{history}, {findings.Counts}");
        Assert.Equal(history.Operations.Count, history.Answered);
        Assert.True(findings.IsClean, findings.ToString());
    });

    [Fact]
    public Task Daemon_that_is_killed_takes_its_keys_with_it_and_nothing_is_wrong() => ClusterProcesses.RunAsync(One, output.WriteLine, async cluster =>
    {
        var workload = Mix.OfEverything("t");
        Conversation.Ask(cluster[0].Resp, workload.Preparation());
        await using var load = RespLoad.Start(cluster.Resp, workload, Limits);
        await load.UntilOperationsAsync(Operations / 2, DaemonProcess.Patience);

        // What it does not come to answer any more is in flight when it dies.
        cluster[0].Pause();
        await Task.Delay(ManyTicks);
        var killedAt = Stopwatch.GetTimestamp();
        await cluster[0].KillAsync();
        cluster[0].Start();
        await cluster[0].UntilReadyAsync();
        await load.UntilOperationsAsync(Operations / 2, DaemonProcess.Patience);
        var history = (await load.StopAsync()).With(Conversation.Ask(cluster[0].Resp, workload.Reads()));
        var (findings, taken) = Judge.None(history, Enumerable.Range(0, PartitionKeys.Partitions).ToHashSet(), killedAt);
        output.WriteLine($"{history}, taken {taken}, {findings.Counts}");
        Assert.True(findings.IsClean, findings.ToString());
        Assert.InRange(taken, 100, Operations);
        Assert.InRange(history.Unknown, 1, Limits.MaxInFlight * Limits.ConnectionsPerNode);
        Assert.InRange(Judge.Sync(history).Lost, taken, history.Operations.Count);
    });
}
