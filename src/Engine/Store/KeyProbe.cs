namespace AkkaCache.Engine.Store;

/// <summary>A look-up that runs ahead of a command and only asks the processor for what the command will read.</summary>
/// <remarks>
/// A look-up is a chain of loads of which each needs the one before: bucket, entry, block. Alone it waits for memory at each link. Several
/// probes moved on in turn wait together. A probe is good as long as nothing changes the store, that is while its gate is held.
/// </remarks>
public struct KeyProbe
{
    internal uint Hash;

    /// <summary>The entry to look at next; see <see cref="AtBucket"/> and <see cref="Done"/>.</summary>
    internal int At;

    /// <summary>The bucket was asked for and not read.</summary>
    internal const int AtBucket = -2;

    internal const int Done = -1;
}
