using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Multinode.Network;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Proof;

/// <summary>The same load, faults and checkers on a Redis Cluster, of which it is known that it loses answered writes when a primary is cut off: they must say so.</summary>
public sealed class RedisClusterTests(ITestOutputHelper output)
{
    private const int Nodes = 6;
    private const int Operations = 12_000;

    private static readonly LoadLimits Limits = new() { OperationsPerSecond = 3_000, ReplyTimeout = TimeSpan.FromSeconds(5) };

    /// <summary>Longer than its nodes need to give a primary up (2 s) and to choose another.</summary>
    private static readonly TimeSpan CutTime = TimeSpan.FromSeconds(8);

    [SkippableFact]
    public async Task Redis_Cluster_loses_answered_writes_when_a_primary_is_cut_off()
    {
        var why = RedisProcess.WhyUnavailable();
        Skip.If(why is not null, why);
        using var network = NamespaceNetwork.TryMake(Nodes, out why);
        Skip.If(network is null, why);
        var servers = Enumerable.Range(0, Nodes).Select(node => RedisProcess.StartAt(network!.PlaceOf(node), "--protected-mode", "no", "--cluster-enabled", "yes", "--cluster-node-timeout", "2000")).ToList();
        try
        {
            // The first half become primaries, each of the others a copy of one.
            Shell.Run("", ["redis-cli", "--cluster", "create", .. servers.Select(server => $"{server.EndPoint}"), "--cluster-replicas", "1", "--cluster-yes"]);
            await UntilWholeAsync(servers);
            var workload = new Mix(new Registers(Spread.Strings("control", 100)), new Counters(Spread.Strings("control:counter", 60)), new AppendLists("control", 60), new Inserts("control"));
            await using var load = RespLoad.Start(servers.Select(server => server.EndPoint), workload, Limits);
            await load.UntilOperationsAsync(Operations, ClusterProcesses.Patience);
            network!.Apply([.. Enumerable.Range(1, Nodes - 1).SelectMany(other => new[] { new Drop(0, other), new Drop(other, 0) })]);

            // The cut is to last so long.
            await Task.Delay(CutTime);
            var dropped = network.Dropped();
            network.Apply([]);
            await load.UntilOperationsAsync(Operations, ClusterProcesses.Patience);
            var written = await load.StopAsync();
            await UntilWholeAsync(servers);
            var reads = servers.Where(server => Conversation.Ask(server.EndPoint, "ROLE").Items[0].AsString == "master").SelectMany(server => Conversation.AskForOwn(server.EndPoint, workload.Reads()));
            var history = written.With(reads);
            var findings = Judge.Sync(history);
            output.WriteLine($"Redis Cluster, a primary cut off for {CutTime.TotalSeconds} s ({dropped} packets dropped): {findings.Counts}; {written}");
            Assert.True(dropped > 0);
            Assert.InRange(findings.Lost, 1, history.Answered);
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
        }
    }

    private static Task UntilWholeAsync(IReadOnlyList<RedisProcess> servers) => Until.TrueAsync(
        () => servers.All(server => Conversation.Ask(server.EndPoint, "CLUSTER", "INFO").AsString is var info && info.Contains("cluster_state:ok", StringComparison.Ordinal)) && servers.All(HasLinkUp),
        ClusterProcesses.Patience, () => "the Redis Cluster is not whole", TimeSpan.FromMilliseconds(200));

    /// <summary>Primaries, and copies that follow theirs.</summary>
    private static bool HasLinkUp(RedisProcess server) => Conversation.Ask(server.EndPoint, "INFO", "replication").AsString is var info
        && (info.Contains("role:master", StringComparison.Ordinal) || info.Contains("master_link_status:up", StringComparison.Ordinal));
}
