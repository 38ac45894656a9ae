using System.Globalization;
using System.Text;
using AkkaCache.Commands.Arguments;
using CsCheck;

namespace AkkaCache.Commands.Tests.Arguments;

public class FloatTextTests
{
    [Theory]
    [InlineData("0", 0d)]
    [InlineData("-1.5", -1.5)]
    [InlineData("+7", 7d)]
    [InlineData("5.", 5d)]
    [InlineData(".5", 0.5)]
    [InlineData("3e2", 300d)]
    [InlineData("3E+2", 300d)]
    [InlineData("25e-1", 2.5)]
    [InlineData("000000000000000000001.50", 1.5)]
    [InlineData("123456789012345678", 123456789012345680d)]
    [InlineData("9007199254740993", 9007199254740992d)]
    [InlineData("0.1", 0.1)]
    [InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)]
    [InlineData("3e-324", 5e-324)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("0e999999999999999999999", 0d)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+INF", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("0x1p3", 8d)]
    [InlineData("-0X.8", -0.5)]
    [InlineData("0x1.8P-1", 0.75)]
    [InlineData("0x1.fffffffffffff8p0", 2d)]
    [InlineData("0x1.fffffffffffff7ffffffffffffffp0", 1.9999999999999998)]
    [InlineData("0x1.00000000000008p0", 1d)]
    [InlineData("0x1.000000000000080000000000000001p0", 1.0000000000000002)]
    [InlineData("0x1p-1074", 5e-324)]
    [InlineData("0x1.8p-1075", 5e-324)]
    [InlineData("0x0p99999999999999999999", 0d)]
    [InlineData("0x10000000000000000000000000000000p-124", 1d)]
    public void Score_is_the_nearest_double(string text, double expected)
    {
        Assert.True(FloatText.TryParse(Encoding.Latin1.GetBytes(text), out var value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1_0")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\0")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5.5")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("0x.")]
    [InlineData("0x1p")]
    [InlineData("0x1p+")]
    [InlineData("0x1pf")]
    [InlineData("nan")]
    [InlineData("-NaN")]
    [InlineData("nan(7)")]
    [InlineData("in")]
    [InlineData("infi")]
    [InlineData("infinityx")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("2e-324")]
    [InlineData("0x1p1024")]
    [InlineData("0x1p-1075")]
    [InlineData("0x1p99999999999999999999")]
    [InlineData("0x1p-99999999999999999999")]
    [InlineData("\u0661")]
    public void Score_malformed_or_out_of_range_is_refused(string text) =>
        Assert.False(FloatText.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("", 0d)]
    [InlineData("\0rubbish", 0d)]
    [InlineData("1\0rubbish", 1d)]
    [InlineData(" \t\n\v\f\r1", 1d)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("-0x1p2000", double.NegativeInfinity)]
    [InlineData("1e-400", 0d)]
    public void Bound_is_read_leniently(string text, double expected)
    {
        Assert.True(FloatText.TryParseBound(Encoding.Latin1.GetBytes(text), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("1 ")]
    [InlineData("nan")]
    [InlineData("nan\0")]
    [InlineData("(1")]
    public void Bound_malformed_is_refused(string text) =>
        Assert.False(FloatText.TryParseBound(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void Every_double_written_with_17_digits_is_read_back_exactly() =>
        Gen.Double.Where(double.IsFinite).Sample(value =>
            FloatText.TryParse(Encoding.Latin1.GetBytes(value.ToString("E16", CultureInfo.InvariantCulture)), out var read)
            && BitConverter.DoubleToInt64Bits(read) == BitConverter.DoubleToInt64Bits(value), iter: 20_000);

    [Fact]
    public void Short_decimals_are_read_as_the_runtime_reads_them() =>
        Gen.Select(Gen.Long[-999_999_999_999_999, 999_999_999_999_999], Gen.Int[0, 15]).Sample((digits, point) =>
        {
            var text = Math.Abs(digits).ToString(CultureInfo.InvariantCulture);
            if (point < text.Length) text = text.Insert(text.Length - point, ".");
            if (digits < 0) text = "-" + text;
            return FloatText.TryParse(Encoding.Latin1.GetBytes(text), out var read) && read == double.Parse(text, CultureInfo.InvariantCulture);
        }, iter: 20_000);
}
