namespace AkkaCache.Engine.Store;

/// <summary>What an entry holds. The numbers are stable: snapshots carry them.</summary>
public enum EntryKind : byte
{
    String = 0,
    SortedSet = 1,
}
