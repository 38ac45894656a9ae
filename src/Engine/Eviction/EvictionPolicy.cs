namespace AkkaCache.Engine.Eviction;

/// <summary>What gives way when a limit is reached. Names and meaning are Redis's.</summary>
public enum EvictionPolicy : byte
{
    /// <summary>Nothing: writes that need room are refused.</summary>
    NoEviction,

    /// <summary>The least recently used key.</summary>
    AllKeysLru,

    /// <summary>The least recently used key that has a due time.</summary>
    VolatileLru,

    /// <summary>The key that is due first.</summary>
    VolatileTtl,

    /// <summary>Any key.</summary>
    AllKeysRandom,

    /// <summary>Any key that has a due time.</summary>
    VolatileRandom,
}
