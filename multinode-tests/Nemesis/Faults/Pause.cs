using System.Diagnostics;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>SIGSTOP and, after a while, SIGCONT: the node goes on as if nothing had been.</summary>
internal sealed class Pause(int seconds) : Fault
{
    public override string Name => $"pause {seconds} s";

    public override bool TakesData => true;

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        run.Held = ClusterMap.Read(run.Other.Resp).PartitionsOf(run.Node.Resp);
        run.StruckAt = Stopwatch.GetTimestamp();
        run.Node.Pause();
        try
        {
            if (seconds >= FaultRun.FailOverSeconds) run.Recovery = (await run.Other.UntilEveryPartitionTakesWritesAsync()).All;
            var left = TimeSpan.FromSeconds(seconds) - Stopwatch.GetElapsedTime(run.StruckAt);
            // The node is to stand still for so long.
            if (left > TimeSpan.Zero) await Task.Delay(left);
        }
        finally
        {
            run.Node.Resume();
        }
        return $"stood still for {Stopwatch.GetElapsedTime(run.StruckAt).TotalSeconds:F1} s, was primary of {run.Held.Count}";
    }
}
