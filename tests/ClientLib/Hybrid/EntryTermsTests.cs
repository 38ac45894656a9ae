using AkkaCache.Client.Hybrid;
using Microsoft.Extensions.Caching.Hybrid;

namespace AkkaCache.Client.Tests.Hybrid;

public class EntryTermsTests
{
    [Theory]
    [InlineData(null, null, null, null, 300, 300)]
    [InlineData(10, null, null, null, 10, 10)]
    [InlineData(10, 5, null, null, 10, 5)]
    [InlineData(10, 50, null, null, 10, 10)]
    [InlineData(null, 5, null, null, 300, 5)]
    [InlineData(null, null, 100, null, 100, 100)]
    [InlineData(null, null, 100, 7, 100, 7)]
    [InlineData(10, null, 100, 7, 10, 10)]
    [InlineData(null, 5, 100, 7, 100, 5)]
    public void What_a_call_says_goes_before_what_is_usual(int? own, int? ownLocal, int? usual, int? usualLocal, int expected, int expectedLocal)
    {
        var terms = EntryTerms.Of(Options(own, ownLocal), Options(usual, usualLocal));
        Assert.Equal((TimeSpan.FromSeconds(expected), TimeSpan.FromSeconds(expectedLocal)), (terms.Expiration, terms.LocalExpiration));
    }

    [Fact]
    public void Flags_are_the_calls_or_the_usual_ones()
    {
        var usual = new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCache };
        Assert.Equal(HybridCacheEntryFlags.None, EntryTerms.Of(null, null).Flags);
        Assert.Equal(HybridCacheEntryFlags.DisableLocalCache, EntryTerms.Of(new HybridCacheEntryOptions(), usual).Flags);
        Assert.Equal(HybridCacheEntryFlags.None, EntryTerms.Of(new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.None }, usual).Flags);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    [InlineData(10, 0)]
    public void Times_that_are_over_are_refused(int own, int? ownLocal) => Assert.Throws<ArgumentOutOfRangeException>(() => EntryTerms.Of(Options(own, ownLocal), null));

    private static HybridCacheEntryOptions? Options(int? seconds, int? localSeconds) => seconds is null && localSeconds is null
        ? null
        : new HybridCacheEntryOptions { Expiration = Span(seconds), LocalCacheExpiration = Span(localSeconds) };

    private static TimeSpan? Span(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
