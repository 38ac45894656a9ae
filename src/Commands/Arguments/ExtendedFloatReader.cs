using System.Numerics;

namespace AkkaCache.Commands.Arguments;

/// <summary>From text to <see cref="ExtendedFloat"/>, correctly rounded, as glibc's strtold.</summary>
internal static class ExtendedFloatReader
{
    /// <summary>Longest text that is a number, as Redis has it: its buffer of 5 KB and the closing NUL.</summary>
    public const int MaxBytes = (5 * 1024) - 1;

    /// <summary>Digits that always fit 128 bits: what sums print, 17 of them behind the point, is rarely longer.</summary>
    private const int MaxSmallDigits = 38;

    /// <summary>Digits behind the point whose power of ten, with the 66 bits of the quotient, fits 128 bits.</summary>
    private const int MaxSmallFraction = 17;

    /// <summary>Numbers of this many digits before the point are infinite, of this many zeros behind it are zero: well beyond both ends of the format.</summary>
    private const int DecimalExponentBound = 5200;

    /// <summary>The same for hexadecimal numbers, in bits.</summary>
    private const int BinaryExponentBound = 17_000;

    /// <summary>Two bits more than the significand: the half and one below it.</summary>
    private const int QuotientBits = ExtendedFloat.SignificandBits + 2;

    /// <summary>
    /// Reads a number: decimal or hexadecimal, with exponent, "inf", "infinity". False for anything else, also for
    /// NaN, surrounding spaces, and numbers that are too large or too small to be told from infinity or zero.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out ExtendedFloat value)
    {
        value = default;
        if (text.IsEmpty || text.Length > MaxBytes) return false;
        var isNegative = text[0] == '-';
        if (isNegative || text[0] == '+') text = text[1..];
        return TryReadSmall(text, isNegative, out value) || TryReadAny(text, isNegative, out value);
    }

    /// <summary>Everyday numbers: few digits, perhaps a point, no exponent.</summary>
    private static bool TryReadSmall(ReadOnlySpan<byte> text, bool isNegative, out ExtendedFloat value)
    {
        value = default;
        var digits = UInt128.Zero;
        ulong divisor = 1;
        int count = 0, fraction = -1;
        foreach (var c in text)
        {
            var digit = (uint)(c - '0');
            if (c == '.' && fraction < 0) fraction = 0;
            else if (digit > 9 || ++count > MaxSmallDigits) return false;
            else
            {
                digits = (digits * 10) + digit;
                if (fraction < 0) continue;
                if (++fraction > MaxSmallFraction) return false;
                divisor *= 10;
            }
        }
        if (count == 0) return false;
        if (digits == UInt128.Zero) value = ExtendedFloat.SignedZero(isNegative);
        else if (divisor == 1) value = ExtendedFloat.Round(isNegative, digits, 0, sticky: false);
        else
        {
            var shift = Math.Max(0, QuotientBits + 64 - BitOperations.LeadingZeroCount(divisor) - 128 + (int)UInt128.LeadingZeroCount(digits));
            var (quotient, remainder) = UInt128.DivRem(digits << shift, divisor);
            value = ExtendedFloat.Round(isNegative, quotient, -shift, sticky: remainder != UInt128.Zero);
        }
        return true;
    }

    private static bool TryReadAny(ReadOnlySpan<byte> text, bool isNegative, out ExtendedFloat value)
    {
        value = default;
        if (Keyword.Is(text, "INF"u8) || Keyword.Is(text, "INFINITY"u8))
        {
            value = ExtendedFloat.Infinity(isNegative);
            return true;
        }
        var hexadecimal = text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x';
        if (!NumberDigits.TryRead(hexadecimal ? text[2..] : text, hexadecimal ? 16u : 10u, out var digits)) return false;
        if (digits.Value.IsZero)
        {
            value = ExtendedFloat.SignedZero(isNegative);
            return true;
        }
        value = hexadecimal ? FromBinary(isNegative, digits) : FromDecimal(isNegative, digits);
        return value is { IsInfinite: false, Significand: not 0 };
    }

    private static ExtendedFloat FromBinary(bool isNegative, in NumberDigits digits)
    {
        var exponent = digits.Exponent - (4 * digits.FractionDigits);
        var bits = digits.Value.GetBitLength() + exponent;
        if (bits > BinaryExponentBound) return ExtendedFloat.Infinity(isNegative);
        return bits < -BinaryExponentBound ? ExtendedFloat.Zero : ExtendedFloat.Round(isNegative, digits.Value, exponent, sticky: false);
    }

    private static ExtendedFloat FromDecimal(bool isNegative, in NumberDigits digits)
    {
        var exponent = digits.Exponent - digits.FractionDigits;
        if (exponent + digits.Count > DecimalExponentBound) return ExtendedFloat.Infinity(isNegative);
        if (exponent + digits.Count < -DecimalExponentBound) return ExtendedFloat.Zero;
        if (exponent >= 0) return ExtendedFloat.Round(isNegative, digits.Value * BigInteger.Pow(10, exponent), 0, sticky: false);

        // A quotient of enough bits, and whether anything is left: enough to round once.
        var divisor = BigInteger.Pow(10, -exponent);
        var shift = (int)Math.Max(0, QuotientBits + divisor.GetBitLength() - digits.Value.GetBitLength());
        var quotient = BigInteger.DivRem(digits.Value << shift, divisor, out var remainder);
        return ExtendedFloat.Round(isNegative, quotient, -shift, sticky: !remainder.IsZero);
    }
}
