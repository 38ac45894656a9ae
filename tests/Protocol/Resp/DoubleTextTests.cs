using System.Globalization;
using System.Text;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Tests.Data;
using AkkaCache.Testing.Allocation;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Resp;

public class DoubleTextTests
{
    [Fact]
    public void Format_of_every_double_in_the_table_is_that_of_printf()
    {
        var checkedLines = 0;
        foreach (var (bits, expected) in TestData.Pairs("doubles.txt"))
        {
            var value = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.Equal((bits, expected), (bits, Format(value)));
            checkedLines++;
        }
        Assert.True(checkedLines > 1500);
    }

    [Fact]
    public void Format_of_any_double_reads_back_as_the_same_double()
    {
        Gen.Double.Sample(value =>
        {
            if (double.IsNaN(value)) return;
            var text = Format(value);
            Assert.InRange(text.Length, 1, DoubleText.MaxBytes);
            if (!double.IsFinite(value)) return;
            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
        }, iter: 100_000);
    }

    [Fact]
    public void Format_allocates_nothing()
    {
        var target = new byte[DoubleText.MaxBytes];
        Assert.Equal(0, Allocated.By(1000, i => DoubleText.Format(i * 0.1, target)));
    }

    private static string Format(double value)
    {
        Span<byte> target = stackalloc byte[DoubleText.MaxBytes];
        return Encoding.ASCII.GetString(target[..DoubleText.Format(value, target)]);
    }
}
