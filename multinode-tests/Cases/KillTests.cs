using System.Diagnostics;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>One of three nodes dies under load, again and again.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly LoadLimits Limits = new() { OperationsPerSecond = Scale.Rate };

    [Theory]
    [InlineData("sync")]
    [InlineData("async")]
    [InlineData("none")]
    public Task Node_killed_under_load_costs_what_its_mode_allows(string mode)
    {
        var settings = new ClusterSettings { Replication = mode, Replicas = mode == "none" ? 1 : 2, Profile = Scale.Profile };
        return ClusterProcesses.RunAsync(settings, output.WriteLine, async cluster =>
        {
            var figures = new KillFigures(mode);
            // Each mode begins with another node, so that one kill of each meets all three: the first is the oldest, which plans and whom the others joined.
            var first = mode switch { "sync" => 0, "async" => 1, _ => 2 };
            for (var kill = 0; kill < Scale.Kills; kill++) await KillAsync(cluster, settings, first + kill, figures);
            output.WriteLine(figures.ToString());
            Assert.Equal(0, figures.Unexpected);
            Assert.True(figures.Findings.IsClean, figures.Findings.ToString());
            Assert.InRange(figures.Lag, TimeSpan.Zero, Scale.Lag);
        });
    }

    private static async Task KillAsync(ClusterProcesses cluster, ClusterSettings settings, int kill, KillFigures figures)
    {
        var (victim, survivor) = (cluster[kill % 3], cluster[(kill + 1) % 3]);
        await WholeAsync(cluster, settings, survivor);
        // Each kill has keys of its own: what is unknown after one cannot be told from what the next one does.
        var workload = Mix.OfEverything($"kill{kill}");
        Conversation.Ask(survivor.Resp, workload.Preparation());
        await using var load = RespLoad.Start(cluster.Resp, workload, Limits, seed: kill + 1);
        await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);

        var held = ClusterMap.Read(survivor.Resp).PartitionsOf(victim.Resp);

        // Nothing is executed between that moment and its death.
        victim.Pause();
        var killedAt = Stopwatch.GetTimestamp();
        var killing = victim.KillAsync();
        var probe = await survivor.UntilEveryPartitionTakesWritesAsync();
        await killing;
        await load.UntilOperationsAsync(Scale.Operations, ClusterProcesses.Patience);

        victim.Start();
        await victim.UntilReadyAsync();
        await load.UntilOperationsAsync(Scale.Operations / 2, ClusterProcesses.Patience);
        var written = await load.StopAsync();
        await WholeAsync(cluster, settings, survivor);
        var history = written.With(Conversation.Ask(survivor.Resp, workload.Reads()));
        Assess(settings.Replication, history, held, killedAt, probe.All, figures);
    }

    private static void Assess(string mode, History history, IReadOnlySet<int> held, long killedAt, TimeSpan recovery, KillFigures figures)
    {
        switch (mode)
        {
            case "sync":
                figures.Add(history, Judge.Sync(history), recovery);
                break;
            case "async":
                var (findings, loss) = Judge.Async(history, killedAt);
                figures.Add(history, findings, recovery, loss.Lost, loss.Lag);
                break;
            default:
                var (found, taken) = Judge.None(history, held, killedAt);
                figures.Add(history, found, recovery, taken);
                break;
        }
    }

    private static async Task WholeAsync(ClusterProcesses cluster, ClusterSettings settings, ClusterNode through)
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, settings.Replicas, ClusterProcesses.Patience);
        await through.UntilEveryPartitionTakesWritesAsync();
    }
}
