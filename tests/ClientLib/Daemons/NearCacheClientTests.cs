using System.Diagnostics;
using System.Text;
using AkkaCache.Testing;
using AkkaCache.Testing.Allocation;
using Xunit.Abstractions;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>The near cache against a real daemon. Ages are a day, so whatever goes goes because the node said so.</summary>
public sealed class NearCacheClientTests(OneDaemon one, ITestOutputHelper output) : IClassFixture<OneDaemon>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private CacheClient _reader = null!;
    private CacheClient _writer = null!;

    public async Task InitializeAsync()
    {
        _reader = await CacheClient.ConnectAsync(one.Options with { NearCache = new NearCacheOptions { MaxAge = TimeSpan.FromDays(1) } });
        _writer = await one.ConnectAsync();
        await _writer.ClearAsync();
    }

    public async Task DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
    }

    [Fact]
    public async Task Second_read_asks_nobody_and_allocates_nothing()
    {
        await _writer.SetAsync("k", Bytes("v"));
        Assert.Equal("v", await ReadAsync("k"));
        Assert.Null(await ReadAsync("absent"));
        Assert.True(IsNear("k"));
        Assert.True(IsNear("absent"));
        var found = 0;
        Assert.Equal(0, Allocated.By(5_000, _ =>
        {
            var read = _reader.GetAsync("k");
            if (read.IsCompletedSuccessfully && read.Result is { Length: 1 }) found++;
        }));
        Assert.Equal(10_000, found);
        Assert.True((await _reader.TryGetAsync("k")).IsFound);
        Assert.True((await _reader.TryGetAsync("absent")).IsMissing);
    }

    [Fact]
    public async Task Change_by_another_client_is_read_soon()
    {
        foreach (var change in new Func<Task>[]
        {
            () => _writer.SetAsync("k", Bytes("new")).AsTask(), () => _writer.DeleteAsync("k").AsTask(), () => _writer.AppendAsync("k", Bytes("new")).AsTask(), () => _writer.ClearAsync().AsTask(),
            () => _writer.ExpireAsync("k", TimeSpan.FromMilliseconds(1)).AsTask(), () => _writer.ExecuteAsync(["RENAME", "{k}2", "k"]).AsTask(),
        })
        {
            await _writer.SetAsync("k", Bytes("old"));
            await _writer.SetAsync("{k}2", Bytes("other"));
            await UntilReadAsync("k", "old");
            await change();
            await Until.TrueAsync(() => Read("k") != "old", Patience, () => "the change is read");
        }
    }

    [Fact]
    public async Task Own_write_is_read_at_once()
    {
        for (var i = 0; i < 500; i++)
        {
            await _reader.SetAsync("k", Bytes($"{i}"));
            Assert.Equal($"{i}", await ReadAsync("k"));
        }
        await _reader.SetManyAsync([new("k", Bytes("many")), new("l", Bytes("many"))]);
        Assert.Equal("many", await ReadAsync("k"));
        await _reader.ExecuteAsync(["SET", "k", "raw"]);
        Assert.Equal("raw", await ReadAsync("k"));
        await _reader.CreateTransaction().Add(["SET", "k", "transaction"]).ExecuteAsync();
        Assert.Equal("transaction", await ReadAsync("k"));

        // A read behind a write that nobody has awaited goes behind it.
        var set = _reader.SetAsync("k", Bytes("last"));
        Assert.Equal("last", await ReadAsync("k"));
        Assert.True(await set);
        await _reader.ClearAsync();
        Assert.Null(await ReadAsync("k"));
    }

    [Fact]
    public async Task Objects_are_made_once_and_read_from_near()
    {
        Assert.Equal(42, await _reader.GetOrCreateAsync("k", _ => new ValueTask<int>(42)));
        Assert.Equal(42, await _reader.GetOrCreateAsync<int>("k", _ => throw new InvalidOperationException("it is there")));
        await Until.TrueAsync(() => IsNear("k", "42"), Patience, () => "it is kept");
        Assert.Equal(42, await _reader.GetObjectAsync<int>("k"));
        Assert.True((await _reader.TryGetObjectAsync<int>("absent")).IsMissing);
        await _writer.Leaderboard("board").AddAsync("m", 1);
        Assert.Equal(CacheErrorCode.WrongType, (await _reader.TryGetObjectAsync<int>("board")).Error);
    }

    [Fact]
    public async Task Lost_link_forgets_what_came_over_it()
    {
        await _writer.SetAsync("k", Bytes("v"));
        await UntilReadAsync("k", "v");
        await Until.TrueAsync(() => IsNear("k"), Patience, () => "it is kept");
        await _writer.ExecuteAsync(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"], keyAt: 0);
        await Until.TrueAsync(() => !IsNear("k"), Patience, () => "it is forgotten");
        await UntilReadAsync("k", "v");
    }

    /// <summary>Readers that never stop, while keys change: when the last change was told, its value is read; also how late that is.</summary>
    [Fact]
    public async Task Readers_end_with_the_last_value_and_never_go_back_to_one_they_were_told_of()
    {
        const int keys = 20, rounds = 300;
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++) await _reader.GetAsync($"k:{i % keys}");
        })).ToList();
        for (var round = 1; round <= rounds; round++) await Task.WhenAll(Enumerable.Range(0, keys).Select(key => _writer.SetAsync($"k:{key}", Bytes($"{round}")).AsTask()));
        await Until.TrueAsync(() => Enumerable.Range(0, keys).All(key => Read($"k:{key}") == $"{rounds}"), Patience, () => "all read the last value");
        await end.CancelAsync();
        await Task.WhenAll(readers);
        for (var i = 0; i < 1_000; i++) Assert.Equal($"{rounds}", Read($"k:{i % keys}"));
    }

    [Fact]
    public async Task Lateness_of_a_change_is_bounded()
    {
        var late = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            await UntilReadAsync("k", i == 0 ? null : $"{i - 1}");
            await _writer.SetAsync("k", Bytes($"{i}"));
            var answered = Stopwatch.GetTimestamp();
            while (IsNear("k")) await Task.Yield();
            late.Add(Stopwatch.GetElapsedTime(answered).TotalMicroseconds);
        }
        late.Sort();
        output.WriteLine($"after the writer's answer: p50 {late[150]:0} us, p99 {late[296]:0} us, most {late[^1]:0} us");
        Assert.InRange(late[^1], 0, Patience.TotalMicroseconds);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<string?> ReadAsync(string key) => await _reader.GetAsync(key) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    private string? Read(string key) => ReadAsync(key).GetAwaiter().GetResult();

    private bool IsNear(string key, string? value = null) => _reader.Router.Near!.TryGet(key, out var found) && (value is null || Encoding.UTF8.GetString(found!.Value.Span) == value);

    private Task UntilReadAsync(string key, string? value) => Until.TrueAsync(() => Read(key) == value && IsNear(key), Patience, () => $"{key} is read as {value}");
}
