using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Hosting;

/// <summary>Whether the node does its work: a write succeeds in every partition. In a cluster of one that is when all gates are open.</summary>
public sealed class NodeReadiness : IPartitionEvents
{
    private readonly PartitionTable _partitions;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NodeReadiness(PartitionTable partitions) => _partitions = partitions;

    /// <summary>Now. O(partitions).</summary>
    public bool IsReady => OpenPartitions == _partitions.PartitionCount;

    /// <summary>Partitions that are open here now. O(partitions).</summary>
    public int OpenPartitions
    {
        get
        {
            var open = 0;
            foreach (var partition in _partitions.All)
            {
                if (partition.Gate.IsOpen) open++;
            }
            return open;
        }
    }

    /// <summary>Completes when the node is ready for the first time.</summary>
    public Task WhenFirstReady => _first.Task;

    public void Opened(int partition, long epoch)
    {
        if (!_first.Task.IsCompleted && IsReady) _first.TrySetResult();
    }

    public void Closed(int partition)
    {
    }
}
