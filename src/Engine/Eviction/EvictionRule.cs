using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Eviction;

/// <summary>Which entry of a store a policy gives up next. Pure: it removes nothing, and its only chance is the caller's.</summary>
public static class EvictionRule
{
    /// <summary>The entry to remove, -1 when the policy allows none of what the store holds. O(1).</summary>
    public static int Victim(PartitionStore store, EvictionPolicy policy, Random random) => policy switch
    {
        EvictionPolicy.AllKeysLru => store.Oldest,
        EvictionPolicy.VolatileLru => store.OldestVolatile,
        EvictionPolicy.VolatileTtl => store.NearestDue,
        EvictionPolicy.AllKeysRandom => store.RandomEntry(random),
        EvictionPolicy.VolatileRandom => store.RandomVolatile(random),
        _ => -1,
    };
}
