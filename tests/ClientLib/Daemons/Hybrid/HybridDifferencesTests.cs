using System.Text;
using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>Where ours differs from Microsoft's own, and why. Each is asserted of both, so that a difference that is none any more is noticed.</summary>
public sealed class HybridDifferencesTests(AkkaCachePair ours, MicrosoftPair theirs) : IClassFixture<AkkaCachePair>, IClassFixture<MicrosoftPair>
{
    private readonly string _key = HybridPair.NewName();
    private readonly string _tag = HybridPair.NewName();

    // Theirs can tell nobody: another process keeps what it has for as long as it may.
    [Theory]
    [InlineData("key")]
    [InlineData("tag")]
    [InlineData("*")]
    public async Task Removal_reaches_the_first_level_of_another_process(string what)
    {
        foreach (var pair in new HybridPair[] { ours, theirs })
        {
            await pair.One.SetAsync(_key, "a", tags: [_tag]);
            await HybridCalls.UntilAsync(async () => await pair.Two.AskAsync(_key, "a", tags: [_tag]) == ("a", false) && await pair.Two.PeekAsync(_key, HybridCalls.OnlyNear) == "a", "it is near");
            await (what == "key" ? pair.One.RemoveAsync(_key) : pair.One.RemoveByTagAsync(what == "tag" ? _tag : what));
        }
        await HybridCalls.UntilAsync(async () => await ours.Two.PeekAsync(_key, HybridCacheEntryFlags.DisableUnderlyingData) is null, "the word has come");
        Assert.Equal("a", await theirs.Two.PeekAsync(_key, HybridCacheEntryFlags.DisableUnderlyingData));
    }

    // Theirs stores whatever its factory made, whenever that began.
    [Fact]
    public async Task Removal_of_a_key_counts_for_a_factory_that_runs()
    {
        Assert.Equal(("new", true), await RemoveDuringFactoryAsync(ours));
        Assert.Equal(("old", false), await RemoveDuringFactoryAsync(theirs));
    }

    // Theirs keeps the object itself in its first level; ours has only bytes there, and a bound on them.
    [Fact]
    public async Task Value_that_is_too_large_is_kept_nowhere_and_takes_the_one_before_with_it()
    {
        var large = new string('x', HybridPair.MaximumPayloadBytes + 1);
        Assert.True((await theirs.One.AskAsync(_key, large)).WasMade);
        Assert.False((await theirs.One.AskAsync(_key, "x")).WasMade);
        Assert.Equal((large, true), await ours.One.AskAsync(_key, large));
        Assert.Equal(("a", true), await ours.One.AskAsync(_key, "a"));
        await ours.One.SetAsync(_key, large);
        Assert.Equal(("b", true), await ours.One.AskAsync(_key, "b"));
        await ours.One.SetAsync(_key, new string('x', HybridPair.MaximumPayloadBytes));
        Assert.False((await ours.One.AskAsync(_key, "c")).WasMade);
    }

    // Theirs gives null to the serializer, and that of texts makes an empty one of it.
    [Fact]
    public async Task Text_that_is_null_is_a_value()
    {
        Assert.Equal((null, true), await ours.One.AskAsync<string?>(_key, null));
        Assert.Equal((null, false), await ours.One.AskAsync<string?>(_key, "x"));
        Assert.Equal((null, false), await ours.Two.AskAsync<string?>(_key, "x"));
        await theirs.One.SetAsync<string?>(_key, null);
        Assert.Equal(("", false), await theirs.Two.AskAsync<string?>(_key, "x"));
    }

    // Theirs throws to each caller until the entry's time is over.
    [Fact]
    public async Task Entry_that_cannot_be_read_as_the_type_is_made_anew()
    {
        foreach (var pair in new HybridPair[] { ours, theirs }) await pair.One.SetAsync(_key, "no number");
        Assert.Equal((42, true), await ours.Two.AskAsync(_key, 42));
        Assert.Equal((42, false), await ours.Two.AskAsync(_key, 43));
        await Assert.ThrowsAnyAsync<Exception>(() => theirs.Two.AskAsync(_key, 42));
    }

    // Theirs allows one type for a key at a time, and throws to the second caller.
    [Fact]
    public async Task Callers_who_want_different_types_do_not_wait_for_each_other()
    {
        foreach (var pair in new HybridPair[] { ours, theirs })
        {
            var begun = new TaskCompletionSource();
            var end = new TaskCompletionSource();
            var text = Task.Run(async () => await pair.One.GetOrCreateAsync(_key, async _ =>
            {
                begun.SetResult();
                await end.Task;
                return "text";
            }));
            await begun.Task;
            if (pair == ours) Assert.Equal((7, true), await pair.One.AskAsync(_key, 7));
            else await Assert.ThrowsAsync<InvalidOperationException>(() => pair.One.AskAsync(_key, 7));
            end.SetResult();
            Assert.Equal("text", await text);
        }
    }

    // Both take what somebody else put there for absent; ours replaces it only if it is still the same.
    [Fact]
    public async Task Bytes_that_are_no_entry_count_as_absent()
    {
        foreach (var pair in new HybridPair[] { ours, theirs })
        {
            foreach (var rubbish in new[] { "", "rubbish", "\u0001\u0000 rubbish that begins like an entry and is long enough for one" })
            {
                await pair.Client.SetAsync(pair.NameOf(_key), Encoding.UTF8.GetBytes(rubbish));
                Assert.Equal((rubbish, true), await pair.Two.AskAsync(_key, rubbish, HybridCacheEntryFlags.DisableLocalCacheRead));
                await HybridCalls.UntilAsync(async () => await pair.One.PeekAsync(_key, HybridCalls.OnlyCluster) == rubbish, "it was replaced");
            }
        }
    }

    // Two keys that are no valid Unicode could have the same bytes. Theirs keeps them in its first level.
    [Fact]
    public async Task Key_that_is_no_text_is_not_cached()
    {
        var key = _key + "\ud800";
        Assert.Equal(("a", true), await ours.One.AskAsync(key, "a"));
        Assert.Equal(("b", true), await ours.One.AskAsync(key, "b"));
        Assert.True((await theirs.One.AskAsync(key, "a")).WasMade);
        Assert.Equal(("a", false), await theirs.One.AskAsync(key, "b"));
    }

    // Each tag costs every hit a look-up. Theirs takes any number.
    [Fact]
    public async Task Tags_are_bounded()
    {
        string[] tags = [.. Enumerable.Range(0, 257).Select(i => $"{_tag}{i}")];
        await Assert.ThrowsAsync<ArgumentException>(() => ours.One.AskAsync(_key, "a", tags: tags));
        Assert.True((await theirs.One.AskAsync(_key, "a", tags: tags)).WasMade);
        Assert.True((await ours.One.AskAsync(_key, "a", tags: tags.Skip(1))).WasMade);
        Assert.False((await ours.One.AskAsync(_key, "b")).WasMade);
        await ours.One.RemoveByTagAsync(tags[^1]);
        Assert.True((await ours.One.AskAsync(_key, "b")).WasMade);
    }

    private async Task<(string Value, bool WasMade)> RemoveDuringFactoryAsync(HybridPair pair)
    {
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        var old = Task.Run(async () => await pair.One.GetOrCreateAsync(_key, async _ =>
        {
            begun.SetResult();
            await end.Task;
            return "old";
        }));
        await begun.Task;
        await pair.One.RemoveAsync(_key);
        end.SetResult();
        await old;
        return await pair.One.AskAsync(_key, "new");
    }
}
