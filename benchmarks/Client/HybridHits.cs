using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Benchmarks;

/// <summary>Hits in the first level of a HybridCache, ours or Microsoft's own.</summary>
internal sealed class HybridHits : IAsyncDisposable
{
    /// <summary>The word of a change may take what was just read away again; more often than this something is wrong.</summary>
    private const int MaxReads = 100;

    private static readonly HybridCacheEntryOptions ForADay = new() { Expiration = TimeSpan.FromDays(1), LocalCacheExpiration = TimeSpan.FromDays(1) };

    private readonly ServiceProvider _services;
    private readonly HybridCache _cache;

    private HybridHits(IServiceCollection services)
    {
        _services = services.BuildServiceProvider();
        _cache = _services.GetRequiredService<HybridCache>();
    }

    public static HybridHits OnCluster(string node) => new(new ServiceCollection()
        .AddAkkaCacheClient(new CacheClientOptions { Nodes = [node] })
        .AddAkkaCacheHybridCache(new AkkaCacheHybridOptions { DefaultEntryOptions = ForADay, FirstLevel = new NearCacheOptions { MaxAge = TimeSpan.FromDays(1) } }));

    /// <summary>Without a second level, which its hits do not ask.</summary>
    public static HybridHits OfMicrosoft()
    {
        var services = new ServiceCollection();
        services.AddHybridCache(options => options.DefaultEntryOptions = ForADay);
        return new HybridHits(services);
    }

    /// <summary>Brings a value under each key into the first level. Returns how a key is read from there; it throws when the key is not there any more.</summary>
    public async Task<Func<string, int>> FillAsync<T>(string[] keys, T value, Func<T, int> length, string[]? tags = null)
    {
        Func<CancellationToken, ValueTask<T>> missed = _ => throw new InvalidOperationException("a read missed");
        foreach (var key in keys)
        {
            await _cache.SetAsync(key, value, tags: tags);
            var isNear = false;
            for (var reads = 0; !isNear; reads++)
            {
                if (reads == MaxReads) throw new InvalidOperationException($"{key} is not in the first level after {MaxReads} reads");
                var read = _cache.GetOrCreateAsync(key, missed, tags: tags);
                isNear = read.IsCompletedSuccessfully;
                await read;
            }
        }
        return key =>
        {
            var read = _cache.GetOrCreateAsync(key, missed, tags: tags);
            return read.IsCompletedSuccessfully ? length(read.Result) : throw new InvalidOperationException($"{key} is not in the first level");
        };
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
