using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace AkkaCache.Commands.Arguments;

/// <summary>From <see cref="ExtendedFloat"/> to text, as C's <c>%.17Lf</c> without trailing zeros.</summary>
internal static class ExtendedFloatWriter
{
    /// <summary>Decimals computed, before trailing zeros are cut off.</summary>
    private const int Decimals = 17;

    /// <summary>10^<see cref="Decimals"/>: below 2^57, so its product with a significand fits 128 bits.</summary>
    private const ulong DecimalScale = 100_000_000_000_000_000;

    /// <summary>Below this exponent a number is less than half of the last decimal.</summary>
    private const int MinPrintedExponent = -126;

    /// <summary>
    /// Writes the exact value rounded to 17 decimals, without trailing zeros; <paramref name="target"/> holds at least
    /// <see cref="ExtendedFloat.MaxTextBytes"/>. Returns the length. Only for finite numbers.
    /// </summary>
    public static int Write(ExtendedFloat value, Span<byte> target)
    {
        if (value.Exponent < MinPrintedExponent) return WriteZero(target);
        if (value.Exponent >= 0) return WriteWhole(value, target);

        var scaled = (UInt128)value.Significand * DecimalScale;
        var shift = -value.Exponent;
        var rounded = scaled >> shift;
        var rest = scaled - (rounded << shift);
        var half = UInt128.One << (shift - 1);
        if (rest > half || (rest == half && UInt128.IsOddInteger(rounded))) rounded++;
        // Minus zero prints as zero.
        if (rounded == UInt128.Zero) return WriteZero(target);

        var (whole, decimals) = UInt128.DivRem(rounded, DecimalScale);
        var length = 0;
        if (value.IsNegative) target[length++] = (byte)'-';
        Utf8Formatter.TryFormat((ulong)whole, target[length..], out var digits);
        length += digits;
        if (decimals == UInt128.Zero) return length;
        target[length++] = (byte)'.';
        Utf8Formatter.TryFormat((ulong)decimals, target[length..], out digits, new StandardFormat('D', Decimals));
        length += digits;
        while (target[length - 1] == '0') length--;
        return length;
    }

    /// <summary>Numbers from 2^63 on have no decimals.</summary>
    private static int WriteWhole(ExtendedFloat value, Span<byte> target)
    {
        var text = ((BigInteger)value.Significand << value.Exponent).ToString(CultureInfo.InvariantCulture);
        var length = 0;
        if (value.IsNegative) target[length++] = (byte)'-';
        foreach (var digit in text) target[length++] = (byte)digit;
        return length;
    }

    private static int WriteZero(Span<byte> target)
    {
        target[0] = (byte)'0';
        return 1;
    }
}
