using AkkaCache.Node.Replicas;
using AkkaCache.Replication;

namespace AkkaCache.Node.Partitions;

/// <summary>Whether a replicated partition takes writes now: enough whole copies, and none of them too far behind. Used under the gate.</summary>
internal sealed class WriteAdmission(Replica replica, WriteLimits limits, MonotonicClock clock)
{
    private long _refusedSince = long.MaxValue;

    /// <param name="keptBytes">Effects that some copy of the in-sync set has not acknowledged.</param>
    public bool Admits(long keptBytes)
    {
        if (!replica.IsInCluster || (keptBytes <= limits.MaxLagBytes && !IsShort))
        {
            _refusedSince = long.MaxValue;
            return true;
        }
        _refusedSince = Math.Min(_refusedSince, clock.Now);
        return false;
    }

    /// <summary>It takes none for so long that waiting any longer is no use: whoever comes is refused at once.</summary>
    public bool IsHopeless => clock.Now - _refusedSince > limits.Wait.Ticks;

    private bool IsShort => limits.MinInSync > 0 && replica.Chosen is { } chosen && chosen.InSync.Length < Math.Min(limits.MinInSync, replica.Voters);
}
