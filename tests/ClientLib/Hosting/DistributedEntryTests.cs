using AkkaCache.Client.Hosting;
using Microsoft.Extensions.Caching.Distributed;

namespace AkkaCache.Client.Tests.Hosting;

public class DistributedEntryTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(10, null, 10)]
    [InlineData(null, 5, 5)]
    [InlineData(10, 5, 5)]
    [InlineData(3, 5, 3)]
    public void Entry_lives_as_long_as_unused_but_not_beyond_its_end(int? absoluteSeconds, int? slidingSeconds, int? livesSeconds)
    {
        var options = new DistributedCacheEntryOptions();
        if (absoluteSeconds is { } absolute) options.AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(absolute);
        if (slidingSeconds is { } sliding) options.SlidingExpiration = TimeSpan.FromSeconds(sliding);
        TimeSpan? lives = livesSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Assert.Equal(lives, DistributedEntry.Of(options, Now).TimeToLive(Now));
    }

    // Golden bytes: other versions of the client read them.
    [Fact]
    public void Header_has_its_bytes_and_comes_back()
    {
        var header = new byte[DistributedEntry.HeaderBytes];
        new DistributedEntry(0x0102, -1).Write(header);
        Assert.Equal("01" + "0201000000000000" + "FFFFFFFFFFFFFFFF", Convert.ToHexString(header));
        Assert.True(DistributedEntry.TryRead(header, out var entry));
        Assert.Equal(new DistributedEntry(0x0102, -1), entry);
        Assert.False(DistributedEntry.TryRead(header.AsSpan(1), out _));
    }

    [Fact]
    public void End_in_the_past_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DistributedEntry.Of(new DistributedCacheEntryOptions { AbsoluteExpiration = Now }, Now));
}
