using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>Each flag, asserted of ours and of Microsoft's own.</summary>
public abstract class HybridFlagsContract(HybridPair pair)
{
    private readonly string _key = HybridPair.NewName();

    private HybridCache Cache => pair.One;

    [Fact]
    public async Task Without_underlying_data_the_factory_does_not_run()
    {
        Assert.Equal((null, false), await Cache.AskAsync<string?>(_key, "a", HybridCacheEntryFlags.DisableUnderlyingData));
        Assert.Equal((0, false), await Cache.AskAsync(_key, 1, HybridCacheEntryFlags.DisableUnderlyingData));
        Assert.True((await Cache.AskAsync(_key, "b")).WasMade);
        Assert.Equal(("b", false), await Cache.AskAsync<string?>(_key, "c", HybridCacheEntryFlags.DisableUnderlyingData));
    }

    [Fact]
    public async Task Without_any_reading_the_factory_runs_and_what_it_makes_is_kept()
    {
        const HybridCacheEntryFlags noReading = HybridCacheEntryFlags.DisableLocalCacheRead | HybridCacheEntryFlags.DisableDistributedCacheRead;
        await Cache.SetAsync(_key, "old");
        await Cache.UntilNearAsync(_key, "old");
        Assert.Equal(("new", true), await Cache.AskAsync(_key, "new", noReading));
        Assert.Equal(("new", false), await Cache.AskAsync(_key, "x"));
        await HybridCalls.UntilAsync(async () => await pair.Two.PeekAsync(_key, HybridCalls.OnlyCluster) == "new", "the cluster has it");
    }

    [Fact]
    public async Task Without_any_writing_nothing_is_kept()
    {
        const HybridCacheEntryFlags noWriting = HybridCacheEntryFlags.DisableLocalCacheWrite | HybridCacheEntryFlags.DisableDistributedCacheWrite;
        Assert.True((await Cache.AskAsync(_key, "a", noWriting)).WasMade);
        Assert.True((await Cache.AskAsync(_key, "b", noWriting)).WasMade);
        await Cache.SetAsync(_key, "c", new HybridCacheEntryOptions { Flags = noWriting });
        Assert.Null(await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
        Assert.Null(await Cache.PeekAsync(_key, HybridCalls.OnlyCluster));
    }

    [Fact]
    public async Task Without_the_cluster_entries_are_in_this_process_alone()
    {
        Assert.True((await Cache.AskAsync(_key, "a", HybridCacheEntryFlags.DisableDistributedCache)).WasMade);
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "b", HybridCacheEntryFlags.DisableDistributedCache));
        Assert.Equal("a", await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "b"));
        Assert.Null(await pair.Two.PeekAsync(_key, HybridCacheEntryFlags.DisableUnderlyingData));
        await Cache.RemoveAsync(_key);
        Assert.Null(await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
        await Cache.SetAsync(_key, "c", new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableDistributedCacheWrite });
        Assert.Equal("c", await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
        Assert.Null(await pair.Two.PeekAsync(_key, HybridCacheEntryFlags.DisableUnderlyingData));

        // What is set for all replaces it.
        await Cache.SetAsync(_key, "d");
        Assert.Equal(("d", false), await Cache.AskAsync(_key, "x"));
    }

    [Fact]
    public async Task Entries_of_this_process_alone_go_with_their_tag()
    {
        var tag = HybridPair.NewName();
        foreach (var removed in new[] { tag, "*" })
        {
            // Microsoft's takes a tag of which it has not read yet for removed.
            await HybridCalls.UntilAsync(async () =>
            {
                await Cache.AskAsync(_key, "a", HybridCacheEntryFlags.DisableDistributedCache, [tag]);
                return await Cache.PeekAsync(_key, HybridCalls.OnlyNear) == "a";
            }, "it is kept");
            await Cache.RemoveByTagAsync(removed);
            Assert.Null(await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
        }
    }

    [Fact]
    public async Task Without_reading_the_first_level_the_cluster_is_read()
    {
        await Cache.AskAsync(_key, "alone", HybridCacheEntryFlags.DisableDistributedCache);
        await pair.Two.SetAsync(_key, "cluster");
        Assert.Equal("alone", await Cache.PeekAsync(_key, HybridCacheEntryFlags.DisableUnderlyingData));
        Assert.Equal("cluster", await Cache.PeekAsync(_key, HybridCalls.OnlyCluster));
    }

    [Fact]
    public async Task Without_writing_the_first_level_only_the_cluster_has_it()
    {
        await Cache.AskAsync(_key, "a", HybridCacheEntryFlags.DisableLocalCacheWrite);
        await HybridCalls.UntilAsync(async () => await pair.Two.PeekAsync(_key, HybridCalls.OnlyCluster) == "a", "the cluster has it");
        Assert.Equal("a", await Cache.PeekAsync(_key, HybridCalls.OnlyCluster));
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "x", HybridCacheEntryFlags.DisableLocalCacheWrite));
        Assert.Null(await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "x"));
        Assert.Equal("a", await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
    }

    [Fact]
    public async Task Without_reading_the_cluster_only_the_first_level_is_found()
    {
        await pair.Two.SetAsync(_key, "cluster");
        Assert.Null(await Cache.PeekAsync(_key, HybridCalls.OnlyNear));
        Assert.Equal(("own", true), await Cache.AskAsync(_key, "own", HybridCacheEntryFlags.DisableDistributedCacheRead));
        await HybridCalls.UntilAsync(async () => await Cache.PeekAsync(_key, HybridCalls.OnlyCluster) == "own", "it was stored");
    }

    [Fact]
    public async Task Compression_is_nobodys_concern()
    {
        Assert.True((await Cache.AskAsync(_key, "a", HybridCacheEntryFlags.DisableCompression)).WasMade);
        Assert.Equal(("a", false), await Cache.AskAsync(_key, "b", HybridCacheEntryFlags.DisableCompression));
    }
}

public sealed class AkkaCacheFlagsTests(AkkaCachePair pair) : HybridFlagsContract(pair), IClassFixture<AkkaCachePair>;

public sealed class MicrosoftFlagsTests(MicrosoftPair pair) : HybridFlagsContract(pair), IClassFixture<MicrosoftPair>;
