using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>How far the backups of this node's partitions have come, gathered when somebody asks.</summary>
public sealed class Copying(PartitionTable partitions, MonotonicClock clock, string mode, int copies) : ICopying
{
    public string Mode => mode;

    public int Copies => copies;

    public long Offset
    {
        get
        {
            long sum = 0;
            foreach (var partition in partitions.All)
            {
                if (partition.Gate.IsOpen) sum += partition.Space.Effects.LastSequence;
            }
            return sum;
        }
    }

    public IReadOnlyList<BackupProgress> Backups
    {
        get
        {
            var now = clock.Now;
            var backups = new SortedDictionary<NodeId, BackupProgress>();
            foreach (var partition in partitions.All)
            {
                if (partition.Copy is not { Replica.IsPrimary: true }) continue;
                partition.Gate.TryLock(wait: true);
                try
                {
                    Add_NeedsGate(partition, backups, now);
                }
                finally
                {
                    partition.Gate.Exit();
                }
            }
            return [.. backups.Values];
        }
    }

    private static void Add_NeedsGate(Partition partition, SortedDictionary<NodeId, BackupProgress> backups, long now)
    {
        var log = partition.Space.Effects;
        foreach (var copy in partition.Copy!.Replica.Copies)
        {
            var backup = backups.GetValueOrDefault(copy.Node, new BackupProgress(copy.Node, 0, 0, 0, 0, 0, 0, 0));
            var held = Math.Max(0, copy.Acknowledged);
            var lag = log.LastSequence - held;
            backups[copy.Node] = new BackupProgress(
                copy.Node,
                backup.Partitions + 1,
                backup.InSync + (copy.IsRequired ? 1 : 0),
                backup.CatchingUp + (copy.IsReceiving ? 1 : 0),
                backup.Offset + held,
                backup.LagEffects + lag,
                backup.LagBytes + (copy.IsRequired ? log.KeptBytes : 0),
                lag == 0 ? backup.LagMs : Math.Max(backup.LagMs, (now - copy.OwesSince) / TimeSpan.TicksPerMillisecond));
        }
    }
}
