using System.Text;
using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>Removals against factories, creators, evictions and lost links: what is old is never found again, and what is new is.</summary>
public sealed class HybridRacesTests(AkkaCachePair pair) : IClassFixture<AkkaCachePair>
{
    private readonly string _key = HybridPair.NewName();
    private readonly string _tag = HybridPair.NewName();

    private HybridCache One => pair.One;

    private HybridCache Two => pair.Two;

    /// <summary>Who removes, and what: the process whose factory runs, or another; the key, its tag, or everything.</summary>
    public static TheoryData<bool, string> Removals => new() { { false, "key" }, { true, "key" }, { false, "tag" }, { true, "tag" }, { false, "*" }, { true, "*" } };

    [Theory]
    [MemberData(nameof(Removals))]
    public async Task What_a_factory_made_of_old_data_is_stored_for_nobody(bool byOther, string what)
    {
        await using var slow = new SlowFactory(One, _key, "old", _tag);
        await RemoveAsync(byOther ? Two : One, what);
        Assert.Equal("old", await slow.FinishAsync());
        await UntilNewAsync(Two);
        await UntilNewAsync(One);
        Assert.Equal(("new", false), await Two.AskAsync(_key, "x", HybridCacheEntryFlags.DisableLocalCacheRead));
    }

    [Theory]
    [MemberData(nameof(Removals))]
    public async Task What_a_factory_made_of_old_data_does_not_replace_what_is_new(bool byOther, string what)
    {
        // There is an entry before, which the factory does not want.
        await One.SetAsync(_key, "older", tags: [_tag]);
        await using var slow = new SlowFactory(One, _key, "old", _tag, HybridCacheEntryFlags.DisableLocalCacheRead | HybridCacheEntryFlags.DisableDistributedCacheRead);
        await RemoveAsync(byOther ? Two : One, what);
        await UntilNewAsync(Two);
        await slow.FinishAsync();
        Assert.Equal(("new", false), await Two.AskAsync(_key, "x", tags: [_tag]));
        Assert.Equal(("new", false), await One.AskAsync(_key, "x", HybridCacheEntryFlags.DisableLocalCacheRead));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("tag")]
    [InlineData("*")]
    public async Task Who_asks_after_a_removal_does_not_wait_for_a_factory_that_began_before(string what)
    {
        await using var slow = new SlowFactory(One, _key, "old", _tag);
        await RemoveAsync(One, what);

        // The old factory ends below: who waits for it waits in vain.
        Assert.Equal(("new", true), await One.AskAsync(_key, "new", tags: [_tag]).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("old", await slow.FinishAsync());
        Assert.Equal(("new", false), await One.AskAsync(_key, "x", tags: [_tag]));
    }

    [Fact]
    public async Task Who_asks_after_a_removal_by_another_does_not_wait_for_a_factory_that_began_before()
    {
        await using var slow = new SlowFactory(One, _key, "old", _tag);
        await Two.RemoveByTagAsync(_tag);
        await HybridCalls.UntilAsync(async () =>
        {
            // Before the word has come the caller may wait for the old factory, which does not end here.
            using var brief = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            try
            {
                return await One.GetOrCreateAsync(_key, _ => new ValueTask<string>("new"), tags: [_tag], cancellationToken: brief.Token) == "new";
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }, "the word has come");
        await slow.FinishAsync();
        Assert.Equal(("new", false), await One.AskAsync(_key, "x", tags: [_tag]));
    }

    [Theory]
    [MemberData(nameof(Removals))]
    public async Task What_is_kept_in_one_process_alone_is_not_kept_behind_a_removal(bool byOther, string what)
    {
        // A process hears nothing of the removal of a key that the cluster does not have.
        if (byOther && what == "key") byOther = false;
        await using var slow = new SlowFactory(One, _key, "old", _tag, HybridCacheEntryFlags.DisableDistributedCache);
        await RemoveAsync(byOther ? Two : One, what);
        await slow.FinishAsync();
        await HybridCalls.UntilAsync(async () => await One.PeekAsync(_key, HybridCalls.OnlyNear) is null, "the word has come");
    }

    [Fact]
    public async Task Marker_that_was_evicted_costs_a_miss()
    {
        foreach (var marker in new[] { "hybrid:t:" + _tag, "hybrid:t:*" })
        {
            await One.SetAsync(_key, "a", tags: [_tag]);
            await Two.UntilNearAsync(_key, "a");
            Assert.True(await pair.Client.DeleteAsync(marker));
            await HybridCalls.UntilAsync(async () => await Two.PeekAsync(_key, HybridCalls.OnlyNear) is null, "the word has come");
            Assert.Equal(("b", true), await Two.AskAsync(_key, "b", tags: [_tag]));
            Assert.Equal(("b", false), await One.AskAsync(_key, "x", tags: [_tag]));
        }
    }

    [Fact]
    public async Task Something_else_in_the_place_of_a_marker_is_served_around_and_goes_with_a_removal()
    {
        await pair.Client.SetAsync("hybrid:t:" + _tag, Encoding.UTF8.GetBytes("rubbish"));
        Assert.Equal(("a", true), await One.AskAsync(_key, "a", tags: [_tag]));
        Assert.Equal(("b", true), await One.AskAsync(_key, "b", tags: [_tag]));
        await One.RemoveByTagAsync(_tag);
        Assert.Equal(("c", true), await One.AskAsync(_key, "c", tags: [_tag]));
        Assert.Equal(("c", false), await One.AskAsync(_key, "d", tags: [_tag]));
    }

    [Fact]
    public async Task All_who_make_a_marker_at_once_get_the_same()
    {
        for (var round = 0; round < 50; round++)
        {
            string tag = HybridPair.NewName(), key = HybridPair.NewName();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? One : Two).AskAsync($"{key}{i}", "a", tags: [tag])));
            for (var i = 0; i < 8; i++) Assert.Equal(("a", false), await (i % 2 == 0 ? Two : One).AskAsync($"{key}{i}", "x"));
        }
    }

    [Fact]
    public async Task Lost_link_makes_the_first_level_ask_again()
    {
        await Two.SetAsync(_key, "a", tags: [_tag]);
        await One.UntilNearAsync(_key, "a");
        await using (var other = await pair.Daemon.ConnectAsync()) await other.ExecuteAsync(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"], keyAt: 0);
        await Two.RemoveByTagAsync(_tag);
        await HybridCalls.UntilAsync(async () => await One.PeekAsync(_key, HybridCalls.OnlyNear) is null, "it is forgotten");
        Assert.Equal(("b", true), await One.AskAsync(_key, "b", tags: [_tag]));
    }

    [Fact]
    public async Task Removals_in_a_crowd_leave_nothing_old()
    {
        // Values count up, and each factory says what it read: after removal N no call gives less than N.
        var version = 0;
        for (var round = 1; round <= 100; round++)
        {
            var asked = Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? One : Two).GetOrCreateAsync(_key, async _ =>
            {
                var read = Volatile.Read(ref version);
                await Task.Yield();
                return read;
            }, tags: [_tag]).AsTask()).ToList();
            Volatile.Write(ref version, round);
            await RemoveAsync(round % 2 == 0 ? One : Two, round % 3 == 0 ? "key" : "tag");
            var found = await Two.GetOrCreateAsync(_key, _ => new ValueTask<int>(Volatile.Read(ref version)), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCacheRead }, [_tag]);
            Assert.Equal(round, found);
            await Task.WhenAll(asked);
            await HybridCalls.UntilAsync(async () => await One.GetOrCreateAsync(_key, _ => new ValueTask<int>(Volatile.Read(ref version)), tags: [_tag]) == round, "the word has come");
        }
    }

    /// <summary>Until the word of a removal has come a process may find what is old, and may store with a marker that is none any more.</summary>
    private Task UntilNewAsync(HybridCache cache) => HybridCalls.UntilAsync(async () => await cache.AskAsync(_key, "new", tags: [_tag]) == ("new", false), "the new value is found");

    private ValueTask RemoveAsync(HybridCache cache, string what) => what == "key" ? cache.RemoveAsync(_key) : cache.RemoveByTagAsync(what == "tag" ? _tag : what);

    /// <summary>A factory that has read its data, and ends when it is told.</summary>
    private sealed class SlowFactory : IAsyncDisposable
    {
        private readonly TaskCompletionSource _end = new();
        private readonly Task<string> _call;

        public SlowFactory(HybridCache cache, string key, string value, string tag, HybridCacheEntryFlags flags = HybridCacheEntryFlags.None)
        {
            using var begun = new ManualResetEventSlim();
            _call = Task.Run(async () => await cache.GetOrCreateAsync(key, async _ =>
            {
                begun.Set();
                await _end.Task;
                return value;
            }, new HybridCacheEntryOptions { Flags = flags }, [tag]));
            Assert.True(begun.Wait(TimeSpan.FromSeconds(60)), "the factory runs");
        }

        public async Task<string> FinishAsync()
        {
            _end.TrySetResult();
            return await _call;
        }

        public async ValueTask DisposeAsync() => await FinishAsync();
    }
}
