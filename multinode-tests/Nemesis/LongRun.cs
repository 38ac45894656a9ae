using System.Diagnostics;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Nemesis.Faults;
using AkkaCache.Multinode.Network;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>A cluster under load for some minutes, to which one fault after the other happens, each judged by itself.</summary>
/// <remarks>
/// Each round has keys of its own: the cluster is whole, a load begins, a fault strikes and heals while it goes on, the load ends, the cluster is whole again, everything is read and judged. So the first round that
/// is bad names the fault, and what is remembered of a run stays small however long it is.
/// </remarks>
internal sealed class LongRun(Scenario scenario, int nodes, int seed, NamespaceNetwork? network, Action<string> show, string? logs = null)
{
    /// <summary>Of load before a fault strikes and after it has healed.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    /// <summary>Nobody had to be replaced, and yet a command waited longer: told for whoever looks for the reason.</summary>
    private static readonly TimeSpan Unexplained = TimeSpan.FromSeconds(0.5);

    private readonly Schedule _schedule = new(scenario.Faults, network is not null, nodes, seed);

    /// <summary>Each fault once.</summary>
    public Task<RunReport> RunOnceAsync() => RunAsync(TimeSpan.MaxValue, untilFound: false, scenario.Faults.Count);

    /// <param name="untilFound">End with the first round that is not good.</param>
    public async Task<RunReport> RunAsync(TimeSpan time, bool untilFound, int mostRounds = int.MaxValue)
    {
        var settings = new ClusterSettings
        {
            Nodes = nodes,
            Replication = scenario.Replication,
            Replicas = scenario.Copies,
            PlaceOf = network is null ? null : network.PlaceOf,
            // In a network of its own, of which nobody else is part, the test is no neighbour on loopback.
            Flags = ["--set", "security.protected-mode=off", "--set", "log.level=debug", .. scenario.Copies == 1 ? Array.Empty<string>() : ["--set", "replication.compare-every=20s"], .. scenario.Flags],
        };
        var rounds = new List<RoundResult>();
        await using var cluster = await ClusterProcesses.StartAsync(settings);
        var watch = new ClusterWatch(cluster, scenario);
        try
        {
            await WholeAsync(cluster, cluster[0]);
            watch.Begin();
            var started = Stopwatch.GetTimestamp();
            while (rounds.Count < mostRounds && Stopwatch.GetElapsedTime(started) < time && !(untilFound && (rounds.Exists(round => round.Invalid is null && !round.IsClean) || watch.Findings().Findings.Count > 0)))
            {
                var (fault, victim) = _schedule.Next();
                rounds.Add(await RoundAsync(cluster, fault, victim, rounds.Count));
                show(rounds[^1].Row(rounds.Count));
                if (!fault.TakesData && rounds[^1].History.Slow(Unexplained, most: 10) is { Length: > 0 } slow) show(slow);
                if (rounds[^1].AllEndedAt is { } ended) watch.AllEnded(ended);
                if (rounds[^1].IsStuck) break;
                watch.Look();
                if (!rounds[^1].IsClean) show($"{rounds[^1].Findings}\n{rounds[^1].History.Failures(most: 20)}");
            }
            var report = new RunReport(scenario.Name, nodes, seed, Stopwatch.GetElapsedTime(started), rounds, watch.Findings());
            if (!report.IsClean) KeepLogs(cluster);
            return report;
        }
        catch
        {
            KeepLogs(cluster);
            show(cluster.LastLines());
            throw;
        }
    }

    private void KeepLogs(ClusterProcesses cluster)
    {
        if (logs is null) return;
        foreach (var node in cluster.Nodes) File.WriteAllLines(Path.Combine(logs, $"{scenario.Name}-{seed}-{node.Name}.log"), node.Lines);
    }

    private async Task<RoundResult> RoundAsync(ClusterProcesses cluster, Fault fault, int victim, int number)
    {
        await WholeAsync(cluster, cluster[0]);
        var workload = scenario.Load($"r{number}");
        var reader = cluster[(victim + 1) % nodes];
        var prepared = Conversation.Ask(reader.Resp, workload.Preparation());

        var asked = scenario.WritesAtVictim(number) ? cluster.Resp : cluster.Resp.Where(node => !node.Equals(cluster[victim].Resp));
        await using var load = RespLoad.Start(asked, workload, new LoadLimits { OperationsPerSecond = scenario.OperationsPerSecond }, seed * 10_000 + number);
        var map = ClusterMap.Read(reader.Resp);
        foreach (var node in cluster.Resp)
            foreach (var own in scenario.OwnLoads($"r{number}", map.PartitionsOf(node))) load.AddPatient(node, own);

        // The load alone, so that there is something that the fault can take.
        await Task.Delay(Calm);
        var run = new FaultRun(cluster, victim, scenario.Copies, network, load) { StruckAt = Stopwatch.GetTimestamp() };
        var (evidence, invalid) = ("", (string?)null);
        show($"{DateTime.UtcNow:HH:mm:ss.fff} {fault} of {cluster[victim].Name}");
        try
        {
            evidence = await fault.StrikeAsync(run);
        }
        catch (NoEffectException error)
        {
            invalid = error.Message;
        }

        // The load after the fault: what was done to the cluster may show only now.
        await Task.Delay(Calm);
        var written = await load.StopAsync();
        try
        {
            await WholeAsync(cluster, reader);
        }
        catch (TimeoutException error)
        {
            var stuck = new Findings();
            stuck.AddWrong($"the cluster does not become whole again: {error.Message}");
            return new RoundResult(fault.Name, cluster[victim].Name, evidence, written, stuck, run.Recovery, 0, null) { IsStuck = true };
        }
        var history = written.With(prepared).With(Conversation.Ask(reader.Resp, workload.Reads()));
        var (findings, taken) = Assess(fault, history, run);
        BoardCheck.Look(reader.Resp, workload.Boards, history, findings);
        if (scenario.Evicts && taken == 0) invalid ??= "nothing was evicted";
        return new RoundResult(fault.Name, cluster[victim].Name, evidence, written, findings, run.Recovery, taken, invalid ?? RoundResult.InvalidityOf(written)) { IsKill = fault is Kill, AllEndedAt = run.AllEndedAt };
    }

    private (Findings Findings, int Taken) Assess(Fault fault, History history, FaultRun run)
    {
        if (scenario.Evicts) return Judge.Evicting(history);
        if (fault.TakesAll) return Judge.None(history, Enumerable.Range(0, PartitionKeys.Partitions).ToHashSet(), run.StruckAt);
        if (!fault.TakesData || scenario.Replication == "sync") return (Judge.Sync(history), 0);
        if (scenario.Replication == "none") return Judge.None(history, run.Held, run.StruckAt, run.ServedOn);
        var (findings, loss) = Judge.Async(history, run.StruckAt, run.ServedOn);
        return (findings, loss.Lost);
    }

    private async Task WholeAsync(ClusterProcesses cluster, ClusterNode through)
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, scenario.Copies, ClusterProcesses.Patience);
        await through.UntilEveryPartitionTakesWritesAsync();
    }
}
