using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>Many callers of one key at once, asserted of ours and of Microsoft's own.</summary>
public abstract class HybridStampede(HybridPair pair)
{
    private readonly string _key = HybridPair.NewName();

    private HybridCache Cache => pair.One;

    [Fact]
    public async Task Factory_runs_once_however_many_ask()
    {
        for (var round = 0; round < 30; round++)
        {
            var (key, tag, runs) = ($"{_key}{round}", HybridPair.NewName(), 0);
            var release = new TaskCompletionSource();
            var asked = Enumerable.Range(0, 100).Select(_ => Cache.GetOrCreateAsync(key, async _ =>
            {
                Interlocked.Increment(ref runs);
                await release.Task;
                return new List<int> { 42 };
            }, tags: [tag]).AsTask()).ToList();
            release.SetResult();
            var lists = await Task.WhenAll(asked);
            Assert.All(lists, list => Assert.Equal([42], list));

            // What one caller does to his is not seen by the others.
            lists[0].Add(1);
            Assert.All(lists.Skip(1), list => Assert.Single(list));
            Assert.Equal(1, runs);
        }
    }

    [Fact]
    public async Task Factory_is_cancelled_when_nobody_waits_any_more()
    {
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var asked = Cache.GetOrCreateAsync(_key, async token =>
        {
            using var registration = token.Register(cancelled.SetResult);
            begun.SetResult();
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
            return "a";
        }, cancellationToken: cancel.Token).AsTask();
        await begun.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await cancelled.Task;
        Assert.Equal(("b", true), await Cache.AskAsync(_key, "b"));
    }

    [Fact]
    public async Task Who_still_waits_gets_the_value_when_others_are_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        var runs = 0;
        ValueTask<string> Ask(CancellationToken token) => Cache.GetOrCreateAsync(_key, async _ =>
        {
            Interlocked.Increment(ref runs);
            begun.TrySetResult();
            await end.Task;
            return "a";
        }, cancellationToken: token);
        var first = Ask(cancel.Token).AsTask();
        await begun.Task;
        var second = Ask(CancellationToken.None).AsTask();

        // Nothing tells when the second has joined the first; it has when a third one that came behind it was cancelled as well.
        using (var brief = new CancellationTokenSource(TimeSpan.FromMilliseconds(200))) await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Ask(brief.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        end.SetResult();
        Assert.Equal("a", await second);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Cancelled_caller_asks_for_nothing()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Cache.GetOrCreateAsync<string>(_key, _ => throw new InvalidOperationException("it runs"), cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Callers_with_other_flags_are_served_apart()
    {
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var made = Cache.GetOrCreateAsync(_key, async _ =>
        {
            begun.SetResult();
            await release.Task;
            return "a";
        }).AsTask();
        await begun.Task;
        Assert.Null(await Cache.PeekAsync(_key, HybridCacheEntryFlags.DisableUnderlyingData));
        release.SetResult();
        Assert.Equal("a", await made);
    }
}

public sealed class AkkaCacheStampedeTests(AkkaCachePair pair) : HybridStampede(pair), IClassFixture<AkkaCachePair>;

public sealed class MicrosoftStampedeTests(MicrosoftPair pair) : HybridStampede(pair), IClassFixture<MicrosoftPair>;
