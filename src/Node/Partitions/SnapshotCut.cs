using AkkaCache.Commands.Effects;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>A snapshot of one partition on its way to one backup, while commands go on between its chunks.</summary>
internal sealed class SnapshotCut(ReplicatedCopy copy, Partition partition, ReplicaServices services, NodeId backup, int session) : ISnapshotCut
{
    public NodeId Backup => backup;

    public int Partition => partition.Index;

    public SnapshotCutter Cutter { get; } = new(partition.Space);

    public CutStep Step()
    {
        if (!services.HasRoom(backup, RoomFor.Snapshots)) return CutStep.Waits;
        partition.Gate.TryLock(wait: true);
        try
        {
            return Step_NeedsGate();
        }
        finally
        {
            partition.Gate.Exit();
        }
    }

    private CutStep Step_NeedsGate()
    {
        if (!copy.IsCurrent(this)) return CutStep.Done;
        var now = services.Clock.Now;
        if (Cutter.TryCutNext(out var chunk))
        {
            if (chunk.IsEmpty) return CutStep.More;
            if (copy.Replica.SendChunk(backup, session, chunk, now))
            {
                services.Counters.SnapshotBytesSent.Add(chunk.Length);
                return CutStep.More;
            }
        }
        else
        {
            copy.Replica.EndSnapshot(backup, session, now);
        }
        copy.Remove(this);
        return CutStep.Done;
    }
}
