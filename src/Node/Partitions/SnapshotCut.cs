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
        var hasRoom = services.HasRoom(backup, RoomFor.Snapshots);
        partition.Gate.TryLock(wait: true);
        try
        {
            return Step_NeedsGate(hasRoom);
        }
        finally
        {
            partition.Gate.Exit();
        }
    }

    private CutStep Step_NeedsGate(bool hasRoom)
    {
        if (!copy.IsCurrent(this)) return CutStep.Done;
        // Asked first: a link to a node that is gone never has room again, and only so many are cut at a time.
        if (!copy.Replica.WantsSnapshot(backup, session)) return End_NeedsGate();
        if (!hasRoom) return CutStep.Waits;
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
        return End_NeedsGate();
    }

    private CutStep End_NeedsGate()
    {
        copy.Remove(this);
        return CutStep.Done;
    }
}
