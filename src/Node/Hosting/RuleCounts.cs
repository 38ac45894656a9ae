using AkkaCache.Node.Replicas;
using AkkaCache.Node.Telemetry;
using AkkaCache.Replication;

namespace AkkaCache.Node.Hosting;

/// <summary>What the rules of replication did, as the node's counters tell it.</summary>
internal sealed class RuleCounts(ClusterCounters counters)
{
    private long _failOvers;
    private long _losses;
    private long _moves;
    private long _sent;
    private long _received;
    private long _compared;
    private long _differing;

    /// <summary>Brings the counters up to date. By one thread.</summary>
    public void Update(ReplicationRunner runner)
    {
        Raise(counters.FailOvers, ref _failOvers, runner.Count(RuleBranch.FailedOver));
        Raise(counters.DataLosses, ref _losses, runner.Count(RuleBranch.WentOnWithoutData) + runner.Count(RuleBranch.GaveUpSilentHolder));
        Raise(counters.Moves, ref _moves, runner.Count(RuleBranch.HandedOver));
        Raise(counters.SnapshotsSent, ref _sent, runner.Count(RuleBranch.SnapshotStarted));
        Raise(counters.SlicesCompared, ref _compared, runner.Count(RuleBranch.CopyCompared) + runner.Count(RuleBranch.CopyDiffered));
        Raise(counters.CopiesDiffering, ref _differing, runner.Count(RuleBranch.CopyDiffered));
        Raise(counters.SnapshotsReceived, ref _received, runner.Count(RuleBranch.SnapshotCompleted));
    }

    private static void Raise(StripedCounter counter, ref long told, long now)
    {
        if (now == told) return;
        counter.Add(now - told);
        told = now;
    }
}
