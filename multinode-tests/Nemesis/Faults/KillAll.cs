using System.Diagnostics;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>SIGKILL to all nodes at once, and a new start: everything is gone, and the cluster is one again.</summary>
internal sealed class KillAll : Fault
{
    public override string Name => "kill of all";

    public override bool TakesAll => true;

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        var nodes = run.Cluster.Nodes.Where(node => node.IsRunning).ToList();
        var before = nodes.ConvertAll(node => node.ProcessId);

        // Nothing is executed between that moment and their death.
        foreach (var node in nodes) node.Pause();
        run.StruckAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(nodes.Select(node => node.KillAsync()));
        run.AllEndedAt = DateTime.UtcNow;
        foreach (var node in nodes) node.Start();
        await Task.WhenAll(nodes.Select(node => node.UntilReadyAsync()));
        await run.Other.UntilEveryPartitionTakesWritesAsync();
        run.Recovery = Stopwatch.GetElapsedTime(run.StruckAt);
        if (nodes.Select(node => node.ProcessId).Intersect(before).Any()) throw new NoEffectException("a process is the same");
        return $"{nodes.Count} processes are new";
    }
}
