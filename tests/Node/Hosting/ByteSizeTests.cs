using AkkaCache.Node.Hosting.Settings;

namespace AkkaCache.Node.Tests.Hosting;

public class ByteSizeTests
{
    // Expected values as redis-server 7.0.15 answers CONFIG GET maxmemory after CONFIG SET with the same text.
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1024", 1024)]
    [InlineData("7b", 7)]
    [InlineData("1k", 1000)]
    [InlineData("1kb", 1024)]
    [InlineData("1KB", 1024)]
    [InlineData("3m", 3_000_000)]
    [InlineData("100mb", 104_857_600)]
    [InlineData("2g", 2_000_000_000)]
    [InlineData("2Gb", 2_147_483_648)]
    public void Amount_means_what_it_means_to_redis(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("4 MiB", 4_194_304)]
    [InlineData("1tb", 1_099_511_627_776)]
    [InlineData("1t", 1_000_000_000_000)]
    [InlineData(" 5 kb ", 5120)]
    public void Amount_may_have_more_units_and_blanks(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mb")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5gb")]
    [InlineData("1e3")]
    [InlineData("12xb")]
    [InlineData("9223372036854775808")]
    [InlineData("9007199254740993kb")]
    public void Text_that_is_no_amount_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(1536, "1536")]
    [InlineData(2048, "2kb")]
    [InlineData(1L << 40, "1tb")]
    public void Amount_is_shown_in_the_largest_unit_that_divides_it(long bytes, string text)
    {
        Assert.Equal(text, ByteSize.ToText(bytes));
        Assert.True(ByteSize.TryParse(text, out var back));
        Assert.Equal(bytes, back);
    }
}
