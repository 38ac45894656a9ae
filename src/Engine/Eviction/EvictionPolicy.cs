namespace AkkaCache.Engine.Eviction;

/// <summary>Which entries make room when a limit is reached. The names on the wire are Redis's.</summary>
public enum EvictionPolicy
{
    /// <summary>None: writes that need room are refused.</summary>
    NoEviction,

    /// <summary>The entry that was not used for the longest time.</summary>
    AllKeysLru,

    /// <summary>The same among entries with a time to live.</summary>
    VolatileLru,

    /// <summary>The entry with a time to live that ends first.</summary>
    VolatileTtl,

    AllKeysRandom,
    VolatileRandom,
}
