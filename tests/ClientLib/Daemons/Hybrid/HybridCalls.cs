using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>Calls as the tests make them: what came back, and whether the factory ran for it.</summary>
internal static class HybridCalls
{
    /// <summary>Looks into the first level and nowhere else.</summary>
    public const HybridCacheEntryFlags OnlyNear = HybridCacheEntryFlags.DisableDistributedCache | HybridCacheEntryFlags.DisableUnderlyingData;

    /// <summary>Looks into the second level and nowhere else, and leaves nothing in the first.</summary>
    public const HybridCacheEntryFlags OnlyCluster = HybridCacheEntryFlags.DisableLocalCache | HybridCacheEntryFlags.DisableUnderlyingData;

    public static async Task<(T Value, bool WasMade)> AskAsync<T>(this HybridCache cache, string key, T made, HybridCacheEntryFlags? flags = null, IEnumerable<string>? tags = null)
    {
        var wasMade = false;
        var value = await cache.GetOrCreateAsync(key, _ =>
        {
            wasMade = true;
            return new ValueTask<T>(made);
        }, flags is null ? null : new HybridCacheEntryOptions { Flags = flags }, tags);
        return (value, wasMade);
    }

    /// <summary>What a level has; null: nothing.</summary>
    public static async Task<string?> PeekAsync(this HybridCache cache, string key, HybridCacheEntryFlags where) => (await cache.AskAsync<string?>(key, null, where)).Value;

    /// <summary>Reads until it is in the first level.</summary>
    public static Task UntilNearAsync(this HybridCache cache, string key, string value) => UntilAsync(async () =>
    {
        await cache.AskAsync<string?>(key, null, HybridCacheEntryFlags.DisableUnderlyingData);
        return await cache.PeekAsync(key, OnlyNear) == value;
    }, "it is near");

    public static async Task UntilAsync(Func<Task<bool>> condition, string what) =>
        await Testing.Until.TrueAsync(() => condition().GetAwaiter().GetResult(), TimeSpan.FromSeconds(60), () => what, TimeSpan.FromMilliseconds(2));
}
