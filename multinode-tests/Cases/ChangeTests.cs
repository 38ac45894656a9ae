using System.Diagnostics;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Bulk;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>Planned changes under load: nothing fails, nothing is lost.</summary>
/// <remarks>
/// The clients of a node that is about to be stopped are moved away first, as a load balancer does: what a client sends to a socket
/// that is being closed cannot be answered. All other clients notice nothing but a longer wait.
/// </remarks>
public sealed class ChangeTests(ITestOutputHelper output)
{
    private static readonly ClusterSettings Settings = new() { Replication = "sync", Replicas = 2, Profile = Scale.Profile };

    private static readonly LoadLimits Limits = new() { OperationsPerSecond = Scale.Rate };

    /// <summary>Beyond what 16 MB and a million members need on a busy machine.</summary>
    private static readonly TimeSpan MovePatience = TimeSpan.FromMinutes(5);

    [Fact]
    public Task Fourth_node_joins_and_leaves_under_load() => ChangeAsync("join and leave", async (cluster, load, bulk, times) =>
    {
        var started = Stopwatch.GetTimestamp();
        var node = await cluster.AddNodeAsync();
        await Until.TrueAsync(() => ClusterMap.Read(node.Resp).PartitionsOf(node.Resp).Count >= PartitionKeys.Partitions / 4, MovePatience, () => $"the new node holds too little: {ClusterMap.Read(cluster[0].Resp)}", TimeSpan.FromMilliseconds(200));
        await ClusterMap.UntilSpreadAsync(cluster.Resp, Settings.Replicas, MovePatience);
        times.Add($"join {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s ({ClusterMap.Read(cluster[0].Resp)})");
        load.Add(node.Resp);
        await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);

        await load.WithdrawAsync(node.Resp);
        started = Stopwatch.GetTimestamp();
        await node.LeaveAsync();
        times.Add($"leave {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        await ClusterMap.UntilSpreadAsync(cluster.Resp, Settings.Replicas, MovePatience);
    });

    [Fact]
    public Task All_nodes_are_restarted_in_turn_under_load() => ChangeAsync("rolling restart", async (cluster, load, bulk, times) =>
    {
        foreach (var node in cluster.Nodes)
        {
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(load.WithdrawAsync(node.Resp), bulk.WithdrawAsync(node.Resp));
            await node.LeaveAsync();
            node.Start();
            await node.UntilReadyAsync();
            await ClusterMap.UntilSpreadAsync(cluster.Resp, Settings.Replicas, MovePatience);
            load.Return(node.Resp);
            bulk.Return(node.Resp);
            await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);
            times.Add($"{node.Name} {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        }
    });

    private Task ChangeAsync(string what, Func<ClusterProcesses, RespLoad, BulkLoad, List<string>, Task> change) => ClusterProcesses.RunAsync(Settings, output.WriteLine, async cluster =>
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, Settings.Replicas, ClusterProcesses.Patience);
        await cluster[0].UntilEveryPartitionTakesWritesAsync();
        var data = new BigData(Scale.Members);
        data.Write(cluster[0].Resp);
        var workload = Mix.OfEverything("t");
        Conversation.Ask(cluster[0].Resp, workload.Preparation());
        await using var load = RespLoad.Start(cluster.Resp, workload, Limits);
        await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);
        await using var bulk = BulkLoad.Start(cluster.Resp, Scale.BulkRate);
        var times = new List<string>();
        await change(cluster, load, bulk, times);
        await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);
        var written = await load.StopAsync();
        var counted = await bulk.StopAsync(cluster[0].Resp);

        var history = written.With(Conversation.Ask(cluster[0].Resp, workload.Reads()));
        var findings = Judge.Sync(history);
        var failed = written.NotExecuted + written.Unknown + written.Unexpected;
        output.WriteLine($"{what}, a board of {Scale.Members} members and a value of {BigData.ValueBytes >> 20} MB among the data: {string.Join(", ", times)}; failed operations {failed}, {findings.Counts}; {written}; {counted}");
        if (failed > 0) output.WriteLine(written.Failures(most: 40));
        Assert.Null(data.Missing(cluster[0].Resp));
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal(0, failed);
        Assert.True(counted.Failed == 0 && counted.Counted == counted.Answered, $"{counted}\n{string.Join('\n', counted.Failures)}");
    });
}
