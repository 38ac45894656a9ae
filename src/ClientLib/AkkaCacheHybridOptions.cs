using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client;

/// <summary>How the HybridCache on the cluster behaves. Immutable; checked when it is added to an application or made.</summary>
public sealed record AkkaCacheHybridOptions
{
    /// <summary>What all its keys in the cluster begin with. Caches with different prefixes know nothing of each other. Default <c>hybrid:</c>; 1 to 64 characters without braces, which would put all keys into one partition.</summary>
    public string KeyPrefix { get; init; } = "hybrid:";

    /// <summary>For calls that do not say it themselves; what neither says is five minutes, and no flags.</summary>
    public HybridCacheEntryOptions? DefaultEntryOptions { get; init; }

    /// <summary>In characters; longer keys are not cached. Default 1 024; 1 to 16 384. Keys whose name in the cluster has more than 256 bytes are not kept in the first level.</summary>
    public int MaximumKeyLength { get; init; } = 1024;

    /// <summary>Larger values are not cached. Default 1 MB; 1 byte to 512 MB.</summary>
    public long MaximumPayloadBytes { get; init; } = 1 << 20;

    /// <summary>How long a call waits for each step in the cluster before it goes on without: the factory runs, or its value is returned before it is known to be stored. Default 2 s; 10 ms to 10 min.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the cluster remembers a tag. When it forgets one, the entries with it are made anew. Default 30 days; 1 min to 1 000 days.</summary>
    public TimeSpan TagLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the cluster remembers that a key was removed, so that a factory that ran then does not bring its value back. Default 1 min; 1 s to 1 day.</summary>
    public TimeSpan RemovalMemory { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bounds of the first level when the client has no <see cref="CacheClientOptions.NearCache"/>, and of what is kept in this process alone. Default: as that has.</summary>
    public NearCacheOptions FirstLevel { get; init; } = new();

    internal void Check()
    {
        CacheClientOptions.Require(KeyPrefix is { Length: >= 1 and <= 64 } && !KeyPrefix.AsSpan().ContainsAny('{', '}'), nameof(KeyPrefix), KeyPrefix, "1 to 64 characters without braces");
        CacheClientOptions.Require(MaximumKeyLength is >= 1 and <= 16_384, nameof(MaximumKeyLength), MaximumKeyLength, "1 to 16384");
        CacheClientOptions.Require(MaximumPayloadBytes is >= 1 and <= 512 << 20, nameof(MaximumPayloadBytes), MaximumPayloadBytes, "1 to 536870912");
        CacheClientOptions.Between(nameof(ReadTimeout), ReadTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        CacheClientOptions.Between(nameof(TagLifetime), TagLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1000));
        CacheClientOptions.Between(nameof(RemovalMemory), RemovalMemory, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CacheClientOptions.Require(FirstLevel is not null, nameof(FirstLevel), "null", "set");
        FirstLevel!.Check(nameof(FirstLevel));
    }
}
