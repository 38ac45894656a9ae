using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Commands.Execution;

/// <summary>All partitions, as commands see them.</summary>
public interface IKeyspace
{
    int PartitionCount { get; }

    int PartitionOf(ReadOnlySpan<byte> key);

    /// <summary>A partition whose gate the caller is known to hold.</summary>
    PartitionSpace Held(int partition);

    /// <summary>Takes a partition's gate, waiting for it; false when the partition is not served here. Only off the socket threads.</summary>
    bool TryEnter(int partition, [NotNullWhen(true)] out PartitionSpace? space);

    void Exit(int partition);

    /// <summary>Keys over all partitions, read without gates.</summary>
    long Count { get; }

    /// <summary>Boards over all partitions, read without gates.</summary>
    long BoardCount { get; }
}
