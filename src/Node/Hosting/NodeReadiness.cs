using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Hosting;

/// <summary>Whether the node does its work: a write succeeds in every partition, because it is served here or somebody is known who serves it.</summary>
public sealed class NodeReadiness : IPartitionEvents
{
    private readonly PartitionTable _partitions;
    private readonly IPartitionDirectory _directory;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NodeReadiness(PartitionTable partitions, IPartitionDirectory directory)
    {
        _partitions = partitions;
        _directory = directory;
        directory.Changed += _ => Look();
    }

    /// <summary>Now. O(partitions).</summary>
    public bool IsReady
    {
        get
        {
            foreach (var partition in _partitions.All)
            {
                var primary = _directory.PrimaryOf(partition.Index);
                if (primary.IsNone || (primary == _directory.Self && !partition.Gate.IsOpen)) return false;
            }
            return true;
        }
    }

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

    public void Opened(int partition, long epoch) => Look();

    public void Closed(int partition)
    {
    }

    /// <summary>Looks whether the node has become ready. Also to be called from time to time: a gate opens without an event when the lease comes after the office.</summary>
    public void Look()
    {
        if (!_first.Task.IsCompleted && IsReady) _first.TrySetResult();
    }
}
