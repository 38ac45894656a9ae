using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>Microsoft's contract of IDistributedCache, on a real daemon.</summary>
public sealed class DistributedCacheTests(OneDaemon one) : IClassFixture<OneDaemon>, IAsyncLifetime
{
    private static readonly byte[] Value = [1, 2, 3];

    private ServiceProvider _services = null!;
    private IDistributedCache _cache = null!;
    private CacheClient _client = null!;

    public async Task InitializeAsync()
    {
        _services = one.AddClientTo(new ServiceCollection()).BuildServiceProvider();
        _cache = _services.GetRequiredService<IDistributedCache>();
        _client = _services.GetRequiredService<CacheClient>();
        await _client.ClearAsync();
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task What_was_set_is_got_and_what_was_removed_is_not()
    {
        Assert.Null(await _cache.GetAsync("k"));
        await _cache.SetAsync("k", Value);
        Assert.Equal(Value, await _cache.GetAsync("k"));
        await _cache.SetAsync("k", []);
        Assert.Empty((await _cache.GetAsync("k"))!);
        await _cache.RemoveAsync("k");
        await _cache.RemoveAsync("k");
        Assert.Null(await _cache.GetAsync("k"));
    }

    [Fact]
    public void Synchronous_methods_do_the_same()
    {
        _cache.Set("k", Value);
        _cache.Refresh("k");
        Assert.Equal(Value, _cache.Get("k"));
        _cache.Remove("k");
        Assert.Null(_cache.Get("k"));
    }

    [Fact]
    public async Task Buffers_are_taken_and_given()
    {
        var cache = Assert.IsType<IBufferDistributedCache>(_cache, exactMatch: false);
        var target = new ArrayBufferWriter<byte>();
        Assert.False(await cache.TryGetAsync("k", target));
        await cache.SetAsync("k", new ReadOnlySequence<byte>(Value), new DistributedCacheEntryOptions());
        Assert.True(await cache.TryGetAsync("k", target));
        Assert.Equal(Value, target.WrittenSpan.ToArray());
    }

    [Fact]
    public async Task Absolute_end_is_not_moved_by_reads()
    {
        await _cache.SetAsync("k", Value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
        await _client.ExpireAsync("k", TimeSpan.FromSeconds(20));
        await _cache.GetAsync("k");
        Assert.InRange((await _client.TimeToLiveAsync("k"))!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sliding_time_begins_anew_with_each_use(bool refresh)
    {
        await _cache.SetAsync("k", Value, new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10) });
        await _client.ExpireAsync("k", TimeSpan.FromSeconds(20));
        if (refresh) await _cache.RefreshAsync("k");
        else await _cache.GetAsync("k");
        Assert.InRange((await _client.TimeToLiveAsync("k"))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Sliding_time_does_not_pass_the_absolute_end()
    {
        await _cache.SetAsync("k", Value, new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) });
        await _cache.GetAsync("k");
        Assert.InRange((await _client.TimeToLiveAsync("k"))!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Entry_whose_time_is_over_is_gone()
    {
        await _cache.SetAsync("k", Value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMilliseconds(50) });
        await Testing.Until.TrueAsync(() => _cache.Get("k") is null, TimeSpan.FromSeconds(30), () => "the entry ends");
    }

    [Fact]
    public async Task Bad_arguments_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => _cache.GetAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _cache.SetAsync("k", null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _cache.SetAsync("k", Value, new DistributedCacheEntryOptions { AbsoluteExpiration = DateTimeOffset.UnixEpoch }));
        Assert.Null(await _cache.GetAsync("k"));
    }
}
