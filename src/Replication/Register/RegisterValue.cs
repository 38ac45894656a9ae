using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Register;

/// <summary>What the voters choose for a partition: who is primary, in which epoch, and which copies hold everything that was answered.</summary>
/// <param name="Epoch">The primary's epoch.</param>
/// <param name="Version">Counts the changes of the in-sync set within the epoch.</param>
/// <param name="Primary">The only node that may serve in this epoch.</param>
/// <param name="InSync">The primary and the backups without which nothing is answered.</param>
/// <param name="LossGeneration">Counts the times the partition went on without its data.</param>
public sealed record RegisterValue(Epoch Epoch, int Version, NodeId Primary, ImmutableArray<NodeId> InSync, int LossGeneration)
{
    public bool IsOlderThan(RegisterValue other)
    {
        var byEpoch = Epoch.CompareTo(other.Epoch);
        return byEpoch < 0 || (byEpoch == 0 && Version < other.Version);
    }

    /// <summary>The later of two by epoch and version; of equals the first.</summary>
    public static RegisterValue? Newest(RegisterValue? first, RegisterValue? second)
    {
        if (first is null) return second;
        return second is not null && first.IsOlderThan(second) ? second : first;
    }

    public override string ToString() => $"{{{Epoch} v{Version} {Primary} [{string.Join(' ', InSync)}] loss {LossGeneration}}}";
}
