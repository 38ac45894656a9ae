using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>A node stands still, others take over, and it goes on as if nothing had been: it may neither answer what it remembers nor take writes that nobody else gets.</summary>
public sealed class PauseTests(ITestOutputHelper output)
{
    private static readonly LoadLimits Limits = new() { OperationsPerSecond = Scale.Rate };

    [Fact]
    public Task Node_paused_under_load_costs_nothing_in_sync()
    {
        var settings = new ClusterSettings { Replication = "sync", Replicas = 2, Profile = Scale.Profile };
        return ClusterProcesses.RunAsync(settings, output.WriteLine, async cluster =>
        {
            var recoveries = new List<TimeSpan>();
            var findings = new Findings();
            var history = new History([]);
            for (var pause = 0; pause < Scale.Kills; pause++)
            {
                var (victim, other) = (cluster[pause % 3], cluster[(pause + 1) % 3]);
                await ClusterMap.UntilSpreadAsync(cluster.Resp, settings.Replicas, ClusterProcesses.Patience);
                var workload = Mix.OfEverything($"pause{pause}");
                Conversation.Ask(other.Resp, workload.Preparation());
                await using var load = RespLoad.Start(cluster.Resp, workload, Limits, seed: pause + 1);
                await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);
                victim.Pause();
                recoveries.Add((await other.UntilEveryPartitionTakesWritesAsync()).All);
                await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);
                victim.Resume();
                await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);
                var written = await load.StopAsync();
                await ClusterMap.UntilSpreadAsync(cluster.Resp, settings.Replicas, ClusterProcesses.Patience);
                await other.UntilEveryPartitionTakesWritesAsync();
                var judged = written.With(Conversation.Ask(other.Resp, workload.Reads()));
                findings.AddAll(Judge.Sync(judged));
                history = history.With(judged.Operations);
            }
            output.WriteLine($"SIGSTOP and SIGCONT, sync: pauses {recoveries.Count}, {findings.Counts}, writes again after {new Quantiles(recoveries)}; {history}");
            Assert.Equal(0, history.Unexpected);
            Assert.True(findings.IsClean, findings.ToString());
        });
    }
}
