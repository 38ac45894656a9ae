using System.Globalization;
using System.Text;
using AkkaCache.Commands.Arguments;

namespace AkkaCache.Commands.Tests.Arguments;

public sealed class IntegerTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("9", 9)]
    [InlineData("-1", -1)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Integer_is_read(string text, long value)
    {
        Assert.True(IntegerText.TryParse(Encoding.Latin1.GetBytes(text), out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("-0")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1a")]
    [InlineData("a")]
    [InlineData("1.0")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999")]
    [InlineData("123456789012345678901")]
    public void Text_that_is_no_plain_integer_is_refused(string text) => Assert.False(IntegerText.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void Integer_survives_its_own_text()
    {
        const int seed = 5;
        var random = new Random(seed);
        for (var i = 0; i < 10_000; i++)
        {
            var value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            Assert.True(IntegerText.TryParse(Encoding.Latin1.GetBytes(value.ToString(CultureInfo.InvariantCulture)), out var read));
            Assert.Equal(value, read);
        }
    }
}
