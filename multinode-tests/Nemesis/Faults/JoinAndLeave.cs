using System.Diagnostics;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>One more node joins, is given its share and clients, hands it back and leaves.</summary>
internal sealed class JoinAndLeave : Fault
{
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(2);

    public override string Name => "join and leave";

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        run.StruckAt = Stopwatch.GetTimestamp();
        var node = await StartAsync(run.Cluster);
        await ClusterMap.UntilSpreadAsync(run.Cluster.Resp, run.Copies, ClusterProcesses.Patience);
        var (joined, held) = (Stopwatch.GetElapsedTime(run.StruckAt), ClusterMap.Read(node.Resp).PartitionsOf(node.Resp).Count);
        run.Load.Add(node.Resp);

        // Its own clients use it for so long.
        await Task.Delay(Stay);
        await run.Load.WithdrawAsync(node.Resp);
        var leaves = Stopwatch.GetTimestamp();
        await node.LeaveAsync();
        if (held == 0) throw new NoEffectException("it held nothing");
        return $"had {held} primaries after {joined.TotalSeconds:F1} s, gone after {Stopwatch.GetElapsedTime(leaves).TotalSeconds:F1} s";
    }

    /// <summary>The place of a node that has left is used again.</summary>
    private static async Task<ClusterNode> StartAsync(ClusterProcesses cluster)
    {
        if (cluster.Nodes.FirstOrDefault(node => node.HasLeft) is not { } place) return await cluster.AddNodeAsync();
        place.Start();
        await place.UntilReadyAsync();
        return place;
    }
}
