using System.Diagnostics;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>SIGTERM and a new start, as an update of the program is: the node hands over before it goes.</summary>
internal sealed class PlannedRestart : Fault
{
    public override string Name => "planned restart";

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        var process = run.Node.ProcessId;
        await run.Load.WithdrawAsync(run.Node.Resp);
        run.StruckAt = Stopwatch.GetTimestamp();
        await run.Node.LeaveAsync();
        var left = Stopwatch.GetElapsedTime(run.StruckAt);
        run.Node.Start();
        await run.Node.UntilReadyAsync();
        run.Load.Return(run.Node.Resp);
        return $"process {process}, gone after {left.TotalSeconds:F1} s, is {run.Node.ProcessId}";
    }
}
