using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Hybrid;

/// <summary>What a call wants of its entry: its own options, then the cache's, then what is usual.</summary>
internal readonly record struct EntryTerms(HybridCacheEntryFlags Flags, TimeSpan Expiration, TimeSpan LocalExpiration)
{
    /// <summary>As Microsoft's own implementation has it.</summary>
    private static readonly TimeSpan UsualExpiration = TimeSpan.FromMinutes(5);

    public bool ReadsLocal => !Flags.HasFlag(HybridCacheEntryFlags.DisableLocalCacheRead);

    public bool WritesLocal => !Flags.HasFlag(HybridCacheEntryFlags.DisableLocalCacheWrite);

    public bool ReadsCluster => !Flags.HasFlag(HybridCacheEntryFlags.DisableDistributedCacheRead);

    public bool WritesCluster => !Flags.HasFlag(HybridCacheEntryFlags.DisableDistributedCacheWrite);

    public bool RunsFactory => !Flags.HasFlag(HybridCacheEntryFlags.DisableUnderlyingData);

    /// <summary>What the factory makes is kept somewhere.</summary>
    public bool Keeps => RunsFactory && (WritesLocal || WritesCluster);

    /// <exception cref="ArgumentOutOfRangeException">An expiration is not above zero.</exception>
    public static EntryTerms Of(HybridCacheEntryOptions? own, HybridCacheEntryOptions? usual)
    {
        var expiration = own?.Expiration ?? usual?.Expiration ?? UsualExpiration;

        // A call that says only how long its entry lives says so of both levels, whatever is usual of the first.
        var local = LocalOf(own) ?? LocalOf(usual) ?? expiration;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(expiration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(local, TimeSpan.Zero);
        return new EntryTerms(own?.Flags ?? usual?.Flags ?? HybridCacheEntryFlags.None, expiration, local);
    }

    private static TimeSpan? LocalOf(HybridCacheEntryOptions? options) =>
        options?.LocalCacheExpiration is { } local && options.Expiration is { } whole && whole < local ? whole : options?.LocalCacheExpiration ?? options?.Expiration;
}
