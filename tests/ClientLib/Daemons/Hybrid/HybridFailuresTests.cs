using AkkaCache.Client.Hybrid;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>A cluster that does not answer, and clients that keep nothing near.</summary>
public sealed class HybridFailuresTests(OneDaemon one) : IClassFixture<OneDaemon>
{
    private readonly string _key = HybridPair.NewName();

    [Fact]
    public async Task Cluster_that_stands_still_makes_an_application_slow_but_not_silent()
    {
        await using var daemon = await Testing.DaemonProcess.StartAsync("--client-port", "0");
        await using var services = Build(new CacheClientOptions { Nodes = [daemon.Client.ToString()], OperationTimeout = TimeSpan.FromSeconds(2) }, TimeSpan.FromMilliseconds(300));
        var cache = services.GetRequiredService<HybridCache>();
        await HybridCalls.UntilAsync(async () => !(await cache.AskAsync(_key, "a", tags: ["t"])).WasMade, "it is cached");
        daemon.Pause();
        try
        {
            Assert.Equal(("b", true), await cache.AskAsync(_key + "2", "b"));
            Assert.Equal((null, false), await cache.AskAsync<string?>(_key + "2", "b", HybridCacheEntryFlags.DisableUnderlyingData));

            // Writes that others rely on are not lost silently.
            await Assert.ThrowsAnyAsync<CacheException>(async () => await cache.SetAsync(_key, "b"));
            await Assert.ThrowsAnyAsync<CacheException>(async () => await cache.RemoveAsync(_key));
            await Assert.ThrowsAnyAsync<CacheException>(async () => await cache.RemoveAsync([_key]));
            await Assert.ThrowsAnyAsync<CacheException>(async () => await cache.RemoveByTagAsync("t"));
        }
        finally
        {
            daemon.Resume();
        }
        await HybridCalls.UntilAsync(async () => !(await cache.AskAsync(_key + "2", "c")).WasMade, "it caches again");
    }

    [Fact]
    public async Task Caller_who_is_cancelled_while_the_cluster_does_not_answer_is_told_so()
    {
        await using var daemon = await Testing.DaemonProcess.StartAsync("--client-port", "0");
        await using var services = Build(new CacheClientOptions { Nodes = [daemon.Client.ToString()], OperationTimeout = TimeSpan.FromMinutes(1) }, TimeSpan.FromMinutes(1));
        var cache = services.GetRequiredService<HybridCache>();
        daemon.Pause();
        try
        {
            using var cancel = new CancellationTokenSource();
            var asked = cache.GetOrCreateAsync<string>(_key, _ => throw new InvalidOperationException("it runs"), cancellationToken: cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }
        finally
        {
            daemon.Resume();
        }
    }

    [Fact]
    public async Task Key_with_another_kind_of_value_is_served_around()
    {
        await using var client = await one.ConnectAsync();
        var cache = new AkkaCacheHybridCache(client);
        await client.Leaderboard("hybrid:e:" + _key).AddAsync("m", 1);
        Assert.Equal(("a", true), await cache.AskAsync(_key, "a"));
        Assert.Equal(("b", true), await cache.AskAsync(_key, "b"));
        await cache.RemoveAsync(_key);
        Assert.Equal(("c", true), await cache.AskAsync(_key, "c"));
        Assert.Equal(("c", false), await cache.AskAsync(_key, "d"));
    }

    [Fact]
    public async Task Client_that_keeps_nothing_near_reads_everything_from_the_cluster()
    {
        await using var reader = await one.ConnectAsync();
        await using var writer = await one.ConnectAsync();
        HybridCache cache = new AkkaCacheHybridCache(reader), other = new AkkaCacheHybridCache(writer);
        await cache.SetAsync(_key, "a", tags: [_key]);
        Assert.Equal(("a", false), await cache.AskAsync(_key, "x"));
        Assert.Null(await cache.PeekAsync(_key, HybridCalls.OnlyNear));

        // So it sees a removal as soon as it was answered.
        foreach (var removed in new[] { _key, "*" })
        {
            Assert.False((await cache.AskAsync(_key, "x")).WasMade);
            await other.RemoveByTagAsync(removed);
            Assert.Equal(("b", true), await cache.AskAsync(_key, "b", tags: [_key]));
        }
        await other.RemoveAsync(_key);
        Assert.Equal(("c", true), await cache.AskAsync(_key, "c"));
        Assert.True((await cache.AskAsync(_key + "2", "alone", HybridCacheEntryFlags.DisableDistributedCache)).WasMade);
        Assert.Equal("alone", await cache.PeekAsync(_key + "2", HybridCalls.OnlyNear));
    }

    // The application asked for a HybridCache, not for reads of its own that may be a moment old.
    [Fact]
    public async Task First_level_is_not_for_the_clients_own_reads()
    {
        await using var services = Build(one.Options, TimeSpan.FromMinutes(1));
        var cache = services.GetRequiredService<HybridCache>();
        var client = services.GetRequiredService<CacheClient>();
        await cache.SetAsync(_key, "a");
        await cache.UntilNearAsync(_key, "a");
        var kept = client.Router.Near!.Count;
        await client.SetAsync(_key, new byte[1]);
        Assert.Equal(1, (await client.GetAsync(_key))!.Value.Length);
        Assert.True((await client.TryGetAsync(_key)).IsFound);
        Assert.Equal(kept, client.Router.Near.Count);
    }

    [Fact]
    public async Task Near_cache_of_the_client_is_the_first_level_where_there_is_one()
    {
        await using var services = Build(one.Options with { NearCache = new NearCacheOptions { MaxItems = 7 } }, TimeSpan.FromMinutes(1));
        var cache = services.GetRequiredService<HybridCache>();
        for (var i = 0; i < 20; i++)
        {
            await cache.SetAsync($"{_key}{i}", "a");
            await cache.AskAsync($"{_key}{i}", "x");
        }
        Assert.Equal(7, services.GetRequiredService<CacheClient>().Router.Near!.Count);
    }

    [Fact]
    public async Task Caches_with_different_prefixes_know_nothing_of_each_other()
    {
        await using var client = await one.ConnectAsync();
        HybridCache cache = new AkkaCacheHybridCache(client), other = new AkkaCacheHybridCache(client, new AkkaCacheHybridOptions { KeyPrefix = "other:" });
        await cache.SetAsync(_key, "a", tags: ["t"]);
        Assert.Equal(("b", true), await other.AskAsync(_key, "b", tags: ["t"]));
        await other.RemoveByTagAsync(["t", "*"]);
        await other.RemoveAsync(_key);
        Assert.Equal(("a", false), await cache.AskAsync(_key, "x"));
    }

    private static ServiceProvider Build(CacheClientOptions options, TimeSpan readTimeout) =>
        new ServiceCollection().AddAkkaCacheHybridCache(new AkkaCacheHybridOptions { ReadTimeout = readTimeout }).AddAkkaCacheClient(options).BuildServiceProvider();
}
