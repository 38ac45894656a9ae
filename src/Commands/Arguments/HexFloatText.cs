using System.Numerics;

namespace AkkaCache.Commands.Arguments;

/// <summary>Reads the hexadecimal floats that strtod knows: <c>1.8p3</c> after a <c>0x</c>.</summary>
/// <remarks>
/// The first 64 bits of the significand are kept, and one sticky bit for all that follow: rounding to the 53 bits of a double, or to the
/// fewer of a subnormal, needs to know only whether the rest is below, at or above one half. Source: IEEE 754-2008, §4.3 and §5.12.3.
/// </remarks>
internal static class HexFloatText
{
    /// <summary>Exponent of a double's last bit when it is subnormal.</summary>
    private const int LeastExponent = -1074;

    /// <summary>Exponent of the first bit beyond the largest double.</summary>
    private const int OverflowExponent = 1024;

    private const int SignificandBits = 53;

    /// <summary>A written exponent stops counting here: no text can be long enough to bring it back into range.</summary>
    private const long ExponentCeiling = 1L << 40;

    /// <summary>Reads what follows the <c>0x</c>. Out of range, the value is infinity or zero.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value, out bool outOfRange)
    {
        value = 0;
        outOfRange = false;
        if (!TryReadSignificand(text, out var significand, out var sticky, out var exponent, out var read)) return false;
        if (read < text.Length)
        {
            if ((text[read] | 0x20) != 'p' || !FloatText.IsExponent(text[(read + 1)..])) return false;
            exponent += ReadExponent(text[(read + 1)..]);
        }
        if (significand == 0) return true;
        value = Round(significand, sticky, exponent);
        outOfRange = value == 0 || double.IsInfinity(value);
        return true;
    }

    // The value is significand * 2^exponent, plus a little when sticky.
    private static bool TryReadSignificand(ReadOnlySpan<byte> text, out ulong significand, out bool sticky, out long exponent, out int read)
    {
        significand = 0;
        sticky = false;
        exponent = 0;
        var digits = 0;
        var pointSeen = false;
        for (read = 0; read < text.Length; read++)
        {
            if (text[read] == '.' && !pointSeen)
            {
                pointSeen = true;
                continue;
            }
            var digit = HexDigit(text[read]);
            if (digit < 0) break;
            digits++;
            if (significand >> 60 == 0)
            {
                significand = (significand << 4) | (uint)digit;
                if (pointSeen) exponent -= 4;
                continue;
            }
            sticky |= digit != 0;
            if (!pointSeen) exponent += 4;
        }
        return digits > 0;
    }

    private static double Round(ulong significand, bool sticky, long exponent)
    {
        var shift = BitOperations.LeadingZeroCount(significand);
        significand <<= shift;
        exponent -= shift;
        var firstBit = exponent + 63;
        if (firstBit >= OverflowExponent) return double.PositiveInfinity;

        // Normally 11 of the 64 bits go; of a subnormal more, since its last bit cannot be below 2^-1074.
        var drop = Math.Max(64 - SignificandBits, LeastExponent - exponent);
        if (drop > 64) return 0;
        var kept = drop == 64 ? 0 : significand >> (int)drop;
        var half = 1UL << (int)(drop - 1);
        var rest = significand & (half | (half - 1));
        if (rest > half || (rest == half && (sticky || (kept & 1) != 0))) kept++;
        // At most 53 bits, or 2^53: exact. Scaling is exact too, as the kept bits fit the target.
        return Math.ScaleB(kept, (int)(exponent + drop));
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        if (text[0] is (byte)'+' or (byte)'-') text = text[1..];
        long value = 0;
        foreach (var c in text) value = Math.Min(ExponentCeiling, (value * 10) + (c - '0'));
        return negative ? -value : value;
    }

    private static int HexDigit(byte c)
    {
        if (c is >= (byte)'0' and <= (byte)'9') return c - '0';
        var lower = c | 0x20;
        return lower is >= 'a' and <= 'f' ? lower - 'a' + 10 : -1;
    }
}
