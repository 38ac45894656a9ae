using System.Globalization;
using System.Runtime.CompilerServices;

namespace AkkaCache.Commands.Arguments;

/// <summary>Reads a double as C's strtod does, with the checks that Redis puts around it.</summary>
/// <remarks>
/// Two readings. A <i>score</i> takes its whole argument and neither overflows to infinity nor underflows to zero.
/// A <i>bound</i> of a range goes through strtod unchecked: white space in front is skipped, a NUL ends the text, nothing at all is 0,
/// and what is out of range becomes infinity or zero. Neither is ever NaN.
/// The result is the nearest double, ties to even. Nearly all scores have at most 15 significant digits and a small power of ten:
/// both are exact doubles then, so one division or multiplication rounds once and is right (Clinger 1990, "How to read floating point
/// numbers accurately", the fast path). Everything else goes to the runtime's parser, hexadecimal floats to <see cref="HexFloatText"/>.
/// </remarks>
public static class FloatText
{
    /// <summary>Decimal digits that always fit a double's 53 bits.</summary>
    private const int ExactDigits = 15;

    /// <summary>The infinity of a text without exponent has one of these lengths.</summary>
    private const int ShortInfinity = 3, LongInfinity = 8;

    /// <summary>The powers of ten that are doubles exactly: 5^22 is the last below 2^53.</summary>
    private static ReadOnlySpan<double> ExactPowers =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>A score or an increment: the whole of <paramref name="text"/>. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
        => TryParseWhole(text, out value, out var outOfRange) && !outOfRange;

    /// <summary>A bound of a range without its parenthesis.</summary>
    public static bool TryParseBound(ReadOnlySpan<byte> text, out double value)
    {
        var nul = text.IndexOf((byte)0);
        if (nul >= 0) text = text[..nul];
        value = 0;
        if (text.IsEmpty) return true;
        var at = 0;
        while (at < text.Length && IsSpace(text[at])) at++;
        return TryParseWhole(text[at..], out value, out _);
    }

    private static bool TryParseWhole(ReadOnlySpan<byte> text, out double value, out bool outOfRange)
    {
        value = 0;
        outOfRange = false;
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var unsigned = negative || text[0] == '+' ? text[1..] : text;
        if (unsigned.IsEmpty) return false;
        if (!TryParseShort(unsigned, out value) && !TryParseLong(unsigned, out value, out outOfRange)) return false;
        if (negative) value = -value;
        return true;
    }

    // Digits with at most one point among them, and few of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryParseShort(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.Length > ExactDigits + 1) return false;
        long mantissa = 0;
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9) mantissa = (mantissa * 10) + digit;
            else if (text[i] == '.' && point < 0) point = i;
            else return false;
        }
        if (point < 0)
        {
            if (text.Length > ExactDigits) return false;
            value = mantissa;
            return true;
        }
        if (text.Length == 1) return false;
        value = mantissa / ExactPowers[text.Length - point - 1];
        return true;
    }

    private static bool TryParseLong(ReadOnlySpan<byte> text, out double value, out bool outOfRange)
    {
        outOfRange = false;
        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') return HexFloatText.TryParse(text[2..], out value, out outOfRange);
        if ((text[0] | 0x20) == 'i') return TryParseInfinity(text, out value);
        value = 0;
        if (!IsDecimal(text, out var isZero)) return false;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)) return false;
        outOfRange = double.IsInfinity(value) || (value == 0 && !isZero);
        return true;
    }

    private static bool TryParseInfinity(ReadOnlySpan<byte> text, out double value)
    {
        value = double.PositiveInfinity;
        return (text.Length == ShortInfinity && Keyword.Is(text, "INF"u8)) || (text.Length == LongInfinity && Keyword.Is(text, "INFINITY"u8));
    }

    // The grammar is checked here, so that the runtime's parser can neither accept more nor less than strtod.
    private static bool IsDecimal(ReadOnlySpan<byte> text, out bool isZero)
    {
        isZero = true;
        var at = 0;
        var digits = 0;
        for (var pointSeen = false; at < text.Length; at++)
        {
            if (text[at] == '.' && !pointSeen)
            {
                pointSeen = true;
                continue;
            }
            if ((uint)(text[at] - '0') > 9) break;
            if (text[at] != '0') isZero = false;
            digits++;
        }
        if (digits == 0) return false;
        if (at == text.Length) return true;
        return (text[at] | 0x20) == 'e' && IsExponent(text[(at + 1)..]);
    }

    /// <summary>An optional sign and at least one digit, to the end.</summary>
    internal static bool IsExponent(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-') text = text[1..];
        return !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (>= 9 and <= 13);
}
