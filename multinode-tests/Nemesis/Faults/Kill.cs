using System.Diagnostics;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>SIGKILL. The node is started again when the others have taken over, or at once, before anybody has noticed.</summary>
internal sealed class Kill(bool isBackAtOnce) : Fault
{
    public override string Name => isBackAtOnce ? "kill, back at once" : "kill";

    public override bool TakesData => true;

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        var (node, process) = (run.Node, run.Node.ProcessId);
        run.Held = ClusterMap.Read(run.Other.Resp).PartitionsOf(node.Resp);

        // Nothing is executed between that moment and its death.
        node.Pause();
        run.StruckAt = Stopwatch.GetTimestamp();
        await node.KillAsync();
        if (isBackAtOnce) node.Start();
        run.Recovery = (await run.Other.UntilEveryPartitionTakesWritesAsync()).All;
        if (!isBackAtOnce) node.Start();
        await node.UntilReadyAsync();
        if (node.ProcessId == process) throw new NoEffectException("the process is the same");
        return $"process {process} is {node.ProcessId}, was primary of {run.Held.Count}";
    }
}
