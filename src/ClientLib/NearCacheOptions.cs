namespace AkkaCache.Client;

/// <summary>How much of what the client reads it keeps in this process, see <see cref="CacheClientOptions.NearCache"/>. Immutable.</summary>
public sealed record NearCacheOptions
{
    /// <summary>Keys kept, absent ones included. Default 10 000; 1 to 10 million.</summary>
    public int MaxItems { get; init; } = 10_000;

    /// <summary>Bytes kept: of keys, values and about 200 for each key. Default 64 MB; 64 KB to 64 GB.</summary>
    public long MaxBytes { get; init; } = 64 << 20;

    /// <summary>A key is read again after so long, even when nobody said that it has changed: the bound on how stale a read can be while a node can tell nobody. Default 1 min; 10 ms to 1 day.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <param name="name">Whose property these are.</param>
    internal void Check(string name)
    {
        CacheClientOptions.Require(MaxItems is >= 1 and <= 10_000_000, $"{name}.MaxItems", MaxItems, "1 to 10000000");
        CacheClientOptions.Require(MaxBytes is >= 64 << 10 and <= 64L << 30, $"{name}.MaxBytes", MaxBytes, "64 KB to 64 GB");
        CacheClientOptions.Between($"{name}.MaxAge", MaxAge, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));
    }
}
