using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>What applications may expect of any HybridCache, asserted of ours and of Microsoft's own.</summary>
public abstract class HybridContract(HybridPair pair)
{
    private readonly string _key = HybridPair.NewName();

    private HybridCache Cache => pair.One;

    [Fact]
    public async Task Value_is_made_once_and_found_then()
    {
        Assert.Equal(("a", true), await Cache.AskAsync(_key, "a"));
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "b"));
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "b"));
    }

    [Fact]
    public async Task Value_that_was_set_is_found_and_replaces_the_one_before()
    {
        await Cache.SetAsync(_key, "a");
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "x"));
        await Cache.SetAsync(_key, "b");
        Assert.Equal(("b", false), await Cache.AskAsync(_key, "x"));
    }

    [Fact]
    public async Task Value_is_found_by_another_process()
    {
        await Cache.SetAsync(_key, "a");
        Assert.Equal(("a", false), await pair.Two.AskAsync(_key, "x"));
    }

    [Fact]
    public async Task Removed_key_is_made_again()
    {
        await Cache.SetAsync(_key, "a");
        await Cache.RemoveAsync(_key);
        Assert.Equal(("b", true), await Cache.AskAsync(_key, "b"));
        Assert.Equal(("b", false), await Cache.AskAsync(_key, "c"));
        await Cache.SetAsync(_key + "2", "a");
        await Cache.RemoveAsync([_key, _key + "2", _key + "absent"]);
        Assert.True((await Cache.AskAsync(_key, "d")).WasMade);
        Assert.True((await Cache.AskAsync(_key + "2", "d")).WasMade);
    }

    [Fact]
    public async Task Removed_tag_takes_its_entries_and_no_others()
    {
        string red = HybridPair.NewName(), blue = HybridPair.NewName();
        await Cache.SetAsync(_key + "r", "a", tags: [red]);
        await Cache.SetAsync(_key + "rb", "a", tags: [blue, red, red]);
        await Cache.SetAsync(_key + "b", "a", tags: [blue]);
        await Cache.SetAsync(_key, "a");
        await Cache.RemoveByTagAsync(red);
        Assert.True((await Cache.AskAsync(_key + "r", "n", tags: [red])).WasMade);
        Assert.True((await Cache.AskAsync(_key + "rb", "n", tags: [red, blue])).WasMade);
        Assert.False((await Cache.AskAsync(_key + "b", "n")).WasMade);
        Assert.False((await Cache.AskAsync(_key, "n")).WasMade);

        // What was made after the removal stays, until the next one.
        Assert.Equal(("n", false), await Cache.AskAsync(_key + "rb", "x"));
        await Cache.RemoveByTagAsync([blue, HybridPair.NewName()]);
        Assert.True((await Cache.AskAsync(_key + "rb", "x")).WasMade);
        Assert.Equal(("n", false), await Cache.AskAsync(_key + "r", "x"));
    }

    [Fact]
    public async Task Tag_of_an_entry_counts_whatever_the_reader_names()
    {
        var tag = HybridPair.NewName();
        await Cache.SetAsync(_key, "a", tags: [tag]);
        Assert.False((await Cache.AskAsync(_key, "x", tags: ["other"])).WasMade);
        await Cache.RemoveByTagAsync(tag);
        Assert.True((await Cache.AskAsync(_key, "x", tags: ["other"])).WasMade);
    }

    [Fact]
    public async Task Star_removes_everything()
    {
        await Cache.SetAsync(_key, "a");
        await Cache.SetAsync(_key + "t", "a", tags: [HybridPair.NewName()]);
        await Cache.RemoveByTagAsync("*");
        Assert.True((await Cache.AskAsync(_key, "n")).WasMade);
        Assert.True((await Cache.AskAsync(_key + "t", "n")).WasMade);
        Assert.Equal(("n", false), await Cache.AskAsync(_key, "x"));
    }

    [Fact]
    public async Task Nothing_to_remove_is_no_mistake()
    {
        await Cache.SetAsync(_key, "a");
        await Cache.RemoveAsync((IEnumerable<string>)null!);
        await Cache.RemoveByTagAsync((IEnumerable<string>)null!);
        await Cache.RemoveByTagAsync(" ");
        await Cache.RemoveByTagAsync((string)null!);
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Cache.RemoveAsync((string)null!));
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "x"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("long")]
    public async Task Bad_key_is_not_cached_but_served(string? key)
    {
        if (key == "long") key = new string('k', 1025);
        Assert.Equal(("a", true), await Cache.AskAsync(key!, "a"));
        Assert.Equal(("b", true), await Cache.AskAsync(key!, "b"));
        if (key is not null) await Cache.SetAsync(key, "a");
        Assert.Equal(("b", true), await Cache.AskAsync(key!, "b"));
        Assert.Equal((null, false), await Cache.AskAsync<string?>(key!, "b", HybridCacheEntryFlags.DisableUnderlyingData));
    }

    [Fact]
    public async Task Longest_key_is_cached()
    {
        var key = _key + new string('é', 1024 - _key.Length);
        Assert.True((await Cache.AskAsync(key, "a")).WasMade);
        Assert.Equal(("a", false), await Cache.AskAsync(key, "b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    [InlineData("*")]
    public async Task Bad_tag_is_refused(string? tag) => await Assert.ThrowsAsync<ArgumentException>(() => Cache.AskAsync(_key, "a", tags: ["good", tag!]));

    [Fact]
    public async Task What_the_factory_throws_is_thrown_and_nothing_is_kept()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Cache.GetOrCreateAsync<string>(_key, _ => throw new InvalidOperationException()));
        Assert.Equal(("a", true), await Cache.AskAsync(_key, "a"));
    }

    [Fact]
    public async Task State_reaches_the_factory() => Assert.Equal("state!", await Cache.GetOrCreateAsync(_key, "state", (state, _) => new ValueTask<string>(state + "!")));

    [Fact]
    public async Task Expiration_is_the_clusters_time_to_live()
    {
        await Cache.SetAsync(_key, "a");
        Assert.InRange((await pair.Client.TimeToLiveAsync(pair.NameOf(_key)))!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        await Cache.SetAsync(_key, "a", new HybridCacheEntryOptions { Expiration = TimeSpan.FromHours(2) });
        Assert.InRange((await pair.Client.TimeToLiveAsync(pair.NameOf(_key)))!.Value, TimeSpan.FromHours(1.9), TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Cache.GetOrCreateAsync(_key + "0", _ => new ValueTask<string>("a"), new HybridCacheEntryOptions { Expiration = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Entry_ends_with_its_time()
    {
        await Cache.SetAsync(_key, "a", new HybridCacheEntryOptions { Expiration = TimeSpan.FromMilliseconds(100) });
        await HybridCalls.UntilAsync(async () => await Cache.PeekAsync(_key, HybridCacheEntryFlags.DisableUnderlyingData) is null, "the entry ends");
        Assert.True((await Cache.AskAsync(_key, "b")).WasMade);
    }

    [Fact]
    public async Task First_level_ends_before_the_second()
    {
        var options = new HybridCacheEntryOptions { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromMilliseconds(100) };
        await Cache.SetAsync(_key, "a", options);
        await Cache.GetOrCreateAsync(_key, _ => new ValueTask<string>("b"), options);
        await HybridCalls.UntilAsync(async () => await Cache.PeekAsync(_key, HybridCalls.OnlyNear) is null, "it is near no more");
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "b"));
    }

    [Fact]
    public async Task Values_come_back_as_they_were()
    {
        await SameAsync(42);
        await SameAsync<int?>(null);
        await SameAsync((1, "two"));
        await SameAsync(new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        await SameAsync(new byte[] { 0, 255, 128 });
        await SameAsync("ä € \U0001F600");
        await SameAsync("");
        await SameAsync(new Dictionary<string, int> { ["a"] = 1 });
        await SameAsync<Mutable?>(null);
    }

    [Fact]
    public async Task Applications_choose_how_a_type_is_written()
    {
        await Cache.SetAsync(_key, new HybridPair.OwnText("text"));
        Assert.Equal(new HybridPair.OwnText("text, written"), await pair.Two.GetOrCreateAsync<HybridPair.OwnText>(_key, _ => throw new InvalidOperationException()));
        await Cache.SetAsync(_key + "2", new HybridPair.FromFactory("nobody"));
        Assert.Equal(new HybridPair.FromFactory("last"), await pair.Two.GetOrCreateAsync<HybridPair.FromFactory>(_key + "2", _ => throw new InvalidOperationException()));
    }

    [Fact]
    public async Task Objects_that_can_change_are_no_ones_but_the_callers()
    {
        var made = new Mutable { Text = "a" };
        var first = await Cache.GetOrCreateAsync(_key, _ => new ValueTask<Mutable>(made));
        first.Text = "changed";
        var second = await Cache.GetOrCreateAsync(_key, _ => new ValueTask<Mutable>(made));
        Assert.Equal("a", second.Text);
        Assert.NotSame(second, await Cache.GetOrCreateAsync(_key, _ => new ValueTask<Mutable>(made)));
    }

    [Fact]
    public async Task Objects_that_cannot_change_are_shared()
    {
        await Cache.SetAsync(_key, new string('a', 3));
        await Cache.UntilNearAsync(_key, "aaa");
        Assert.Same(await Cache.PeekAsync(_key, HybridCalls.OnlyNear), await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
    }

    private async Task SameAsync<T>(T value)
    {
        var key = HybridPair.NewName();
        await pair.Two.SetAsync(key + "2", value);
        foreach (var (found, wasMade, shouldBeMade) in new[] { Expect(await Cache.AskAsync(key, value), true), Expect(await Cache.AskAsync(key, default(T)!), false), Expect(await Cache.AskAsync(key + "2", default(T)!), false) })
        {
            Assert.Equal(value, found);
            Assert.Equal(shouldBeMade, wasMade);
        }

        static (T Value, bool WasMade, bool ShouldBeMade) Expect((T Value, bool WasMade) answer, bool shouldBeMade) => (answer.Value, answer.WasMade, shouldBeMade);
    }

    private sealed class Mutable
    {
        public string Text { get; set; } = "";
    }
}

public sealed class AkkaCacheHybridTests(AkkaCachePair pair) : HybridContract(pair), IClassFixture<AkkaCachePair>;

public sealed class MicrosoftHybridTests(MicrosoftPair pair) : HybridContract(pair), IClassFixture<MicrosoftPair>;
