namespace AkkaCache.Client.Tests.Daemons;

public sealed class GetOrCreateTests(OneDaemon one) : IClassFixture<OneDaemon>, IAsyncLifetime
{
    private CacheClient _client = null!;

    public async Task InitializeAsync()
    {
        _client = await one.ConnectAsync();
        await _client.ClearAsync();
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task Factory_runs_once_however_many_ask()
    {
        // Many times: some who found nothing come when the factory has just ended.
        for (var round = 0; round < 100; round++)
        {
            var key = $"k{round}";
            var runs = 0;
            var release = new TaskCompletionSource();
            var asked = Enumerable.Range(0, 100).Select(_ => _client.GetOrCreateAsync(key, async _ =>
            {
                Interlocked.Increment(ref runs);
                await release.Task;
                return 42;
            }).AsTask()).ToList();
            release.SetResult();
            Assert.All(await Task.WhenAll(asked), value => Assert.Equal(42, value));
            Assert.Equal(1, runs);
            Assert.Equal(42, await _client.GetOrCreateAsync<int>(key, _ => throw new InvalidOperationException("it is there")));
        }
    }

    [Fact]
    public async Task What_the_factory_throws_is_thrown_and_nothing_is_set()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _client.GetOrCreateAsync<int>("k", _ => throw new InvalidOperationException()));
        Assert.False(await _client.ExistsAsync("k"));
        Assert.Equal(1, await _client.GetOrCreateAsync("k", _ => new ValueTask<int>(1), TimeSpan.FromMinutes(1)));
        Assert.NotEqual(Timeout.InfiniteTimeSpan, await _client.TimeToLiveAsync("k"));
    }

    [Fact]
    public async Task Factory_is_cancelled_when_nobody_waits_any_more()
    {
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var asked = _client.GetOrCreateAsync("k", async token =>
        {
            using var registration = token.Register(cancelled.SetResult);
            begun.SetResult();
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
            return 1;
        }, cancellationToken: cancel.Token).AsTask();
        await begun.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await cancelled.Task;
        Assert.Equal(2, await _client.GetOrCreateAsync("k", _ => new ValueTask<int>(2)));
    }
}
