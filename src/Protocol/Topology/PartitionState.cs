namespace AkkaCache.Protocol.Topology;

/// <summary>One partition in a <see cref="PartitionMap"/>: its owners, and the epoch, which grows with each change of the primary.</summary>
public readonly record struct PartitionState(long Epoch, PartitionOwners Owners);
