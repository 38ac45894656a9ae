using System.Diagnostics;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>WAIT in mode async: what it has confirmed is not lost with a node.</summary>
public sealed class WaitTests(ITestOutputHelper output)
{
    private static readonly ClusterSettings ThreeCopies = new() { Replication = "async", Replicas = 3, Profile = Scale.Profile };

    [Fact]
    public Task What_two_backups_have_outlives_a_kill_right_after() => ClusterProcesses.RunAsync(ThreeCopies, output.WriteLine, async cluster =>
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, 3, ClusterProcesses.Patience);
        var asked = cluster[0].Resp;
        var keys = Enumerable.Range(0, 20 * PartitionKeys.Partitions).Select(i => $"waited:{i}").ToList();
        var writes = keys.Select(key => new[] { "SET", key, key });

        // Most of the writes are forwarded: WAIT counts what was sent before it, not what has come back.
        var began = Stopwatch.GetTimestamp();
        var replies = Conversation.AskAll(asked, [.. writes, ["WAIT", "2", "20000"]]);
        Assert.All(replies.SkipLast(1), reply => Assert.Equal("OK", reply.AsString));
        Assert.Equal(2, replies[^1].AsInteger);
        output.WriteLine($"{keys.Count} writes and WAIT 2 in one pipeline: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms");

        await cluster[1].KillAsync();
        await cluster[0].UntilEveryPartitionTakesWritesAsync();
        var values = Conversation.AskAll(asked, [.. keys.Select(key => new[] { "GET", key })]);
        Assert.Equal(keys, values.Select(value => value.AsString));
    });

    [Fact]
    public Task Time_is_kept_while_a_node_is_silent() => ClusterProcesses.RunAsync(ThreeCopies, output.WriteLine, async cluster =>
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, 3, ClusterProcesses.Patience);
        Assert.Equal(2, Conversation.Ask(cluster[0].Resp, "WAIT", "2", "20000").AsInteger);
        cluster[2].Pause();
        var began = Stopwatch.GetTimestamp();
        var copies = Conversation.Ask(cluster[0].Resp, "WAIT", "2", "300").AsInteger;
        var took = Stopwatch.GetElapsedTime(began);
        cluster[2].Resume();
        output.WriteLine($"WAIT 2 300 beside a silent node: {copies} after {took.TotalMilliseconds:F0} ms");
        Assert.InRange(copies, 0, 1);
        Assert.InRange(took.TotalMilliseconds, 290, 2_000);
    });
}
