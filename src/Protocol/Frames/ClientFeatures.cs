namespace AkkaCache.Protocol.Frames;

/// <summary>What a client wants to be told without asking. Append-only; a node grants what it knows.</summary>
[Flags]
public enum ClientFeatures
{
    None = 0,

    /// <summary>Pushes of the partition map, the first right after the Welcome: <see cref="ClientMap"/>.</summary>
    PartitionMap = 1 << 0,

    /// <summary>Pushes of keys that changed after the client read them with GETNEAR: <see cref="ClientInvalidation"/>.</summary>
    Invalidations = 1 << 1,
}
