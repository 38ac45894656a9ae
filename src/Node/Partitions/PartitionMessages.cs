namespace AkkaCache.Node.Partitions;

/// <summary>A message that finds its way through the shard region by the partition it is about.</summary>
public interface IPartitionMessage
{
    int Partition { get; }
}

/// <summary>Command through the region: be there. The actor answers <see cref="PartitionStarted"/>.</summary>
public sealed record StartPartition(int Partition) : IPartitionMessage;

/// <summary>Fact: the partition's actor runs and its gate is open.</summary>
public sealed record PartitionStarted(int Partition);

/// <summary>Command to a partition's actor: close the gate and stop, because the partition goes elsewhere or the node leaves.</summary>
public sealed class HandOver
{
    public static readonly HandOver Instance = new();

    private HandOver()
    {
    }
}

/// <summary>Fact: entries of the partition are past their time.</summary>
internal sealed class EntriesDue
{
    public static readonly EntriesDue Instance = new();

    private EntriesDue()
    {
    }
}

/// <summary>Fact: a change of the partition broke off half-way; its gate is closed.</summary>
internal sealed record PartitionFailed(Exception Cause);
