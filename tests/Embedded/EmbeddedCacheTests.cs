using System.Text;
using AkkaCache.Client;
using AkkaCache.Testing.Allocation;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Embedded.Tests;

/// <summary>A cache with no network: what is its own. That its client does all that a client does is shown by the tests of a daemon's client, which run here too.</summary>
public sealed class EmbeddedCacheTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);


    [Fact]
    public async Task It_is_made_used_and_disposed()
    {
        using var cache = new EmbeddedCache();
        await cache.Client.SetAsync("k", Bytes("v"));
        Assert.Equal("v", Text(await cache.Client.GetAsync("k")));
        await cache.Client.Leaderboard("b").AddAsync("ada", 3);
        Assert.Equal(2, await cache.Client.CountAsync());
        var node = Assert.Single(cache.Client.Cluster.Nodes);
        Assert.Equal((null, true, 256), (node.Address, node.IsConnected, node.Primaries));
    }

    [Fact]
    public async Task Disposed_it_refuses()
    {
        var cache = new EmbeddedCache();
        await cache.Client.SetAsync("k", Bytes("v"));
        await cache.DisposeAsync();
        await cache.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.Client.GetAsync("k"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.Client.SetAsync("k", Bytes("v")));
    }

    [Fact]
    public async Task Two_of_them_know_nothing_of_each_other()
    {
        await using var one = new EmbeddedCache();
        await using var other = new EmbeddedCache();
        await one.Client.SetAsync("k", Bytes("1"));
        await other.Client.SetAsync("k", Bytes("2"));
        Assert.Equal(("1", "2"), (Text(await one.Client.GetAsync("k")), Text(await other.Client.GetAsync("k"))));
    }

    [Fact]
    public async Task Limit_of_items_drops_what_was_used_longest_ago()
    {
        await using var cache = new EmbeddedCache(new EmbeddedCacheOptions { MaxItems = 1000 });
        for (var i = 0; i < 3000; i++)
        {
            await cache.Client.SetAsync($"k:{i}", Bytes("v"));
            Assert.NotNull(await cache.Client.GetAsync("k:0"));
        }
        Assert.InRange(await cache.Client.CountAsync(), 900, 1001);
        Assert.NotNull(await cache.Client.GetAsync("k:2999"));
        Assert.Null(await cache.Client.GetAsync("k:1"));
    }

    [Fact]
    public async Task Keys_end_by_the_clock_that_was_given()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var cache = new EmbeddedCache(new EmbeddedCacheOptions { DefaultTimeToLive = TimeSpan.FromMinutes(1), TimeProvider = time });
        var connecting = cache.Client.SetAsync("k", Bytes("v")).AsTask();
        await connecting.WaitAsync(Patience);
        Assert.NotNull(await cache.Client.GetAsync("k"));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await cache.Client.GetAsync("k"));
    }

    [Fact]
    public async Task Limits_of_keys_and_boards_are_errors_of_the_closed_list()
    {
        await using var cache = new EmbeddedCache(new EmbeddedCacheOptions { MaxKeyBytes = 16, MaxBoardMembers = 2, MaxBoards = 1 });
        await FailsAsync(CacheErrorCode.KeyTooLong, async () => await cache.Client.SetAsync(new string('k', 17), Bytes("v")));
        var board = cache.Client.Leaderboard("b");
        await board.AddAsync("x", 1);
        await board.AddAsync("y", 1);
        await FailsAsync(CacheErrorCode.BoardFull, async () => await board.AddAsync("z", 1));
        await FailsAsync(CacheErrorCode.BoardFull, async () => await cache.Client.Leaderboard("c").AddAsync("x", 1));
        await FailsAsync(CacheErrorCode.WrongType, async () => await cache.Client.GetAsync("b"));
        await FailsAsync(CacheErrorCode.NotAnInteger, async () =>
        {
            await cache.Client.SetAsync("k", Bytes("v"));
            await cache.Client.IncrementAsync("k");
        });
    }

    [Theory]
    [InlineData("memory.max-items = -3")]
    [InlineData("memory.policy = first")]
    [InlineData("no.such.key")]
    public void Option_that_is_not_allowed_is_named(string named)
    {
        var options = named switch
        {
            "memory.max-items = -3" => new EmbeddedCacheOptions { MaxItems = -3 },
            "memory.policy = first" => new EmbeddedCacheOptions { EvictionPolicy = "first" },
            _ => new EmbeddedCacheOptions { Settings = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(named, "1") },
        };
        var error = Assert.Throws<CacheException>(() => new EmbeddedCache(options));
        Assert.Equal(CacheErrorCode.InvalidConfiguration, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Direct commands, commands over the link and commands over all partitions at the same time.</summary>
    [Fact]
    public async Task Counters_are_exact_whoever_counts()
    {
        const int threads = 8, rounds = 5_000, counters = 10;
        await using var cache = new EmbeddedCache();
        var client = cache.Client;
        using var end = new CancellationTokenSource();
        var disturbance = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await client.CountAsync();
                await foreach (var _ in client.ScanAsync()) { }
                await client.GetManyAsync([.. Enumerable.Range(0, counters).Select(i => (CacheKey)$"n:{i}")]);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                // Some are not awaited at once, so that those behind them find them under way.
                var first = client.IncrementAsync($"n:{i % counters}");
                var second = client.IncrementAsync($"n:{i % counters}");
                Assert.True(await first < await second, "a caller's later request was executed before its earlier one");
            }
        })));
        await end.CancelAsync();
        await disturbance;
        for (var i = 0; i < counters; i++) Assert.Equal(2 * threads * rounds / counters, await client.IncrementAsync($"n:{i}", 0));
    }

    [Fact]
    public async Task Large_values_come_back_whole()
    {
        await using var cache = new EmbeddedCache();
        foreach (var length in (int[])[0, 1, 16 << 10, (16 << 10) + 1, 1 << 20, 16 << 20])
        {
            var value = new byte[length];
            new Random(length).NextBytes(value);
            await cache.Client.SetAsync("k", value);
            Assert.True((await cache.Client.GetAsync("k"))!.Value.Span.SequenceEqual(value), $"{length} bytes");
            Assert.True((await cache.Client.GetManyAsync(["k"]))[0]!.Value.Span.SequenceEqual(value), $"{length} bytes over the link");
            await cache.Client.AppendAsync("k", Bytes("+"));
            Assert.Equal(length + 1, (await cache.Client.GetAndDeleteAsync("k"))!.Value.Length);
        }
    }

    [Fact]
    public async Task Serializer_may_use_the_cache_itself()
    {
        var serializer = new Nested();
        await using var cache = new EmbeddedCache(new EmbeddedCacheOptions { Serializer = serializer });
        serializer.Client = cache.Client;
        await cache.Client.SetAsync("inner", Bytes("7"));
        await cache.Client.SetAsync("outer", Bytes("x"));
        Assert.Equal("7", await cache.Client.GetObjectAsync<string>("outer"));
    }

    /// <summary>The array that is returned is all: 32 bytes and its head of 24.</summary>
    [Fact]
    public async Task Read_allocates_its_result_and_a_write_nothing()
    {
        await using var cache = new EmbeddedCache();
        var client = cache.Client;
        var value = new byte[32];
        await client.SetAsync("k", value);
        const int rounds = 1_000;
        Assert.Equal(rounds * 56, Allocated.By(rounds, _ => Assert.True(client.GetAsync("k").IsCompletedSuccessfully)));
        Assert.Equal(0, Allocated.By(rounds, _ => client.GetAsync("absent").GetAwaiter().GetResult()));
        Assert.Equal(0, Allocated.By(rounds, _ => client.SetAsync("k", value).GetAwaiter().GetResult()));
    }

    private static async Task FailsAsync(CacheErrorCode code, Func<Task> what) => Assert.Equal(code, (await Assert.ThrowsAsync<CacheException>(what)).Code);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Text(ReadOnlyMemory<byte>? value) => value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private sealed class Nested : ICacheSerializer
    {
        public CacheClient? Client { get; set; }

        public T? Read<T>(ReadOnlySpan<byte> bytes) => (T?)(object?)Text(Client!.GetAsync("inner").AsTask().GetAwaiter().GetResult());

        public void Write<T>(T value, System.Buffers.IBufferWriter<byte> output) => throw new NotSupportedException();
    }
}
