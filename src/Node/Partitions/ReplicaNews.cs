using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Partitions;

/// <summary>Tells the node what becomes of its partitions: the directory, and whoever listens to partitions that open and close here.</summary>
public sealed class ReplicaNews(PartitionDirectory directory, IEnumerable<IPartitionEvents> listeners, ILogger<ReplicaNews> log) : IReplicaEvents
{
    private readonly IPartitionEvents[] _listeners = [.. listeners];

    /// <summary>What is known of each partition's losses: each is told of once. Guarded by the partition's gate.</summary>
    private readonly int[] _lossGenerations = new int[directory.Partitions];

    private long _openings;
    private long _broken;

    /// <summary>Times this node became primary of a partition.</summary>
    public long Openings => Volatile.Read(ref _openings);

    /// <summary>Copies that turned out to differ and were fetched anew.</summary>
    public long Broken => Volatile.Read(ref _broken);

    public void Opened(int partition, Epoch epoch, int lossGeneration)
    {
        Interlocked.Increment(ref _openings);
        directory.Heard(partition, epoch, directory.Self);
        foreach (var listener in _listeners) listener.Opened(partition, epoch.Round);
        if (lossGeneration <= _lossGenerations[partition]) return;
        _lossGenerations[partition] = lossGeneration;
        PartitionLog.DataLost(log, partition, lossGeneration);
    }

    public void Closed(int partition)
    {
        directory.Left(partition);
        foreach (var listener in _listeners) listener.Closed(partition);
    }

    public void PrimaryHeard(int partition, Epoch epoch, NodeId primary) => directory.Heard(partition, epoch, primary);

    public void Accepted(int partition, RegisterValue value)
    {
        // Its own is told of when it opens.
        if (value.Primary != directory.Self) _lossGenerations[partition] = Math.Max(_lossGenerations[partition], value.LossGeneration);
        directory.CopiesAccepted(partition, value.Epoch, value.InSync);
    }

    public void CopyBroken(int partition, Exception cause)
    {
        Interlocked.Increment(ref _broken);
        PartitionLog.CopyBroken(log, partition, cause);
    }
}
