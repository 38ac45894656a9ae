namespace AkkaCache.Engine.Eviction;

/// <summary>The names under which configuration and <c>CONFIG SET maxmemory-policy</c> know the policies.</summary>
public static class EvictionPolicyNames
{
    /// <summary>All names, in the order of <see cref="EvictionPolicy"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["noeviction", "allkeys-lru", "volatile-lru", "volatile-ttl", "allkeys-random", "volatile-random"];

    public static string NameOf(EvictionPolicy policy) => All[(int)policy];

    /// <summary>False when <paramref name="name"/> (case ignored, as in Redis) is none of <see cref="All"/>.</summary>
    public static bool TryParse(string name, out EvictionPolicy policy)
    {
        for (var i = 0; i < All.Count; i++)
            if (string.Equals(All[i], name, StringComparison.OrdinalIgnoreCase))
            {
                policy = (EvictionPolicy)i;
                return true;
            }
        policy = default;
        return false;
    }
}
