namespace AkkaCache.Protocol.Topology;

/// <summary>The hash function that places nodes and partitions on the ring. All nodes of a cluster must use the same one.</summary>
/// <remarks>It must give the same value on every machine, so never a process-seeded hash.</remarks>
public interface IRingHash
{
    /// <summary>Its name in the configuration.</summary>
    string Name { get; }

    ulong Hash(ReadOnlySpan<byte> bytes);
}
