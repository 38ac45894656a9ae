using System.Diagnostics;
using System.Globalization;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>SIGTERM to all nodes at once, as when a whole site is switched off, and a new start: each ends by itself and soon, though nobody is left to take what it has.</summary>
internal sealed class StopAll : Fault
{
    /// <summary>What an operator waits, and systemd before it kills.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override string Name => "stop of all";

    public override bool TakesAll => true;

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        var nodes = run.Cluster.Nodes.Where(node => node.IsRunning).ToList();
        await Task.WhenAll(nodes.Select(node => run.Load.WithdrawAsync(node.Resp)));
        run.StruckAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(nodes.Select(node => node.LeaveAsync())).WaitAsync(Patience);
        var stopped = Stopwatch.GetElapsedTime(run.StruckAt);
        run.AllEndedAt = DateTime.UtcNow;
        foreach (var node in nodes) node.Start();
        await Task.WhenAll(nodes.Select(node => node.UntilReadyAsync()));
        await run.Other.UntilEveryPartitionTakesWritesAsync();
        foreach (var node in nodes) run.Load.Return(node.Resp);
        return string.Create(CultureInfo.InvariantCulture, $"{nodes.Count} processes gone after {stopped.TotalSeconds:F1} s");
    }
}
