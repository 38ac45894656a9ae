using System.Text;
using AkkaCache.Commands.Arguments;

namespace AkkaCache.Commands.Tests.Arguments;

/// <summary>The sums are those of redis-server 7.0.15 on x86-64 (SET, then INCRBYFLOAT).</summary>
public sealed class ExtendedFloatTests
{
    [Theory]
    [InlineData("10.50", "0.1", "10.6")]
    [InlineData("5.0e3", "2.0e2", "5200")]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("1", "-1", "0")]
    [InlineData("-1", "0.99999999999999999", "-0.00000000000000001")]
    [InlineData("3", "1.000000000000000000001", "4")]
    [InlineData("9223372036854775807", "1", "9223372036854775808")]
    [InlineData("18446744073709551615", "1", "18446744073709551616")]
    [InlineData("18446744073709551616", "1", "18446744073709551616")]
    [InlineData("36893488147419103233", "1", "36893488147419103232")]
    [InlineData("0.000000000000000005", "0", "0")]
    [InlineData("0.0000000000000000051", "0", "0.00000000000000001")]
    [InlineData("0.1234567890123456789", "0.9876543210987654321", "1.11111111011111111")]
    [InlineData("1e17", "0.1", "100000000000000000.1015625")]
    [InlineData("1e18", "0.1", "1000000000000000000.125")]
    [InlineData("1e30", "1", "1000000000000000000024696061952")]
    [InlineData("1e30", "-1e30", "0")]
    [InlineData("-0.0", "-0.0", "0")]
    [InlineData("-0.000000000000000001", "0", "0")]
    [InlineData("0x1.8p3", "0x.1", "12.0625")]
    [InlineData("0xff", "0xFFp-4", "270.9375")]
    [InlineData("0x1p-60", "0", "0")]
    [InlineData(".5", "5.", "5.5")]
    [InlineData("+1.5", "+2", "3.5")]
    [InlineData("00012", "0003.50", "15.5")]
    [InlineData("3e-4951", "0", "0")]
    [InlineData("0x1p-16445", "0", "0")]
    [InlineData("1234567890123456789", "0.123456789", "1234567890123456789.125")]
    [InlineData("99999999.99", "0.01", "100000000")]
    [InlineData("2.675", "0.005", "2.68")]
    [InlineData("1e40", "123456789.987654321", "9999999999999999999783686092270256259072")]
    public void Sum_has_the_digits_of_the_hardware(string a, string b, string sum) => Assert.Equal(sum, Add(a, b));

    [Fact]
    public void Largest_number_prints_all_its_digits()
    {
        var text = Add("1.1e4932", "0");
        Assert.Equal(4933, text.Length);
        Assert.StartsWith("10999999999999999999743731075282418176590308692790434077349", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("nan")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x")]
    [InlineData("0x.p1")]
    [InlineData("1.1.1")]
    [InlineData("1e5000")]
    [InlineData("1e-5000")]
    [InlineData("1e99999999999")]
    [InlineData("0x1p-16447")]
    [InlineData("1_000")]
    [InlineData("1\0")]
    public void Text_that_is_no_number_of_the_format_is_refused(string text) => Assert.False(ExtendedFloat.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Theory]
    [InlineData("inf")]
    [InlineData("-INFINITY")]
    public void Infinity_is_read_but_not_added(string text)
    {
        Assert.True(ExtendedFloat.TryParse(Encoding.Latin1.GetBytes(text), out var value));
        Assert.False(ExtendedFloat.TryAdd(value, ExtendedFloat.Zero, out _));
    }

    [Fact]
    public void Text_beyond_the_limit_is_refused()
    {
        Assert.True(ExtendedFloat.TryParse(Encoding.Latin1.GetBytes(new string('0', ExtendedFloatReader.MaxBytes)), out _));
        Assert.False(ExtendedFloat.TryParse(Encoding.Latin1.GetBytes(new string('0', ExtendedFloatReader.MaxBytes + 1)), out _));
    }

    private static string Add(string a, string b)
    {
        Assert.True(ExtendedFloat.TryParse(Encoding.Latin1.GetBytes(a), out var left));
        Assert.True(ExtendedFloat.TryParse(Encoding.Latin1.GetBytes(b), out var right));
        Assert.True(ExtendedFloat.TryAdd(left, right, out var sum));
        var text = new byte[ExtendedFloat.MaxTextBytes];
        return Encoding.Latin1.GetString(text, 0, sum.Format(text));
    }
}
