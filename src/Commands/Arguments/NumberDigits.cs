using System.Numerics;

namespace AkkaCache.Commands.Arguments;

/// <summary>A number's text taken apart: its digits as one integer, how many stand behind the point, and the exponent.</summary>
/// <param name="Value">All digits, the point left out.</param>
/// <param name="Count">Digits of <paramref name="Value"/> without leading zeros.</param>
/// <param name="FractionDigits">Digits behind the point.</param>
/// <param name="Exponent">Of ten for decimal numbers, of two for hexadecimal ones; beyond ±<see cref="ExponentBound"/> it is cut to that.</param>
internal readonly record struct NumberDigits(BigInteger Value, int Count, int FractionDigits, int Exponent)
{
    /// <summary>Larger exponents make every number of at most 5 KB infinite or zero, so their exact size does not matter.</summary>
    private const int ExponentBound = 1_000_000;

    /// <summary>False unless the whole text is: digits with at most one point, at least one digit, then perhaps an exponent with at least one digit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, uint radix, out NumberDigits digits)
    {
        digits = default;
        var value = BigInteger.Zero;
        ulong chunk = 0;
        ulong chunkScale = 1;
        int all = 0, significant = 0, fraction = 0, at = 0;
        var point = false;
        for (; at < text.Length; at++)
        {
            if (text[at] == '.' && !point)
            {
                point = true;
                continue;
            }
            var digit = DigitOf(text[at]);
            if (digit >= radix) break;
            all++;
            if (point) fraction++;
            if (significant > 0 || digit != 0) significant++;
            chunk = (chunk * radix) + digit;
            chunkScale *= radix;
            if (chunkScale < ulong.MaxValue / 256) continue;
            value = (value * chunkScale) + chunk;
            chunk = 0;
            chunkScale = 1;
        }
        if (all == 0) return false;
        value = (value * chunkScale) + chunk;
        if (!TryReadExponent(text[at..], radix == 16 ? (byte)'p' : (byte)'e', out var exponent)) return false;
        digits = new NumberDigits(value, significant, fraction, exponent);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, byte letter, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        if ((text[0] | 0x20) != letter) return false;
        text = text[1..];
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && (negative || text[0] == '+')) text = text[1..];
        if (text.IsEmpty) return false;
        foreach (var c in text)
        {
            var digit = DigitOf(c);
            if (digit > 9) return false;
            exponent = Math.Min(ExponentBound, (exponent * 10) + (int)digit);
        }
        if (negative) exponent = -exponent;
        return true;
    }

    private static uint DigitOf(byte c)
    {
        if ((uint)(c - '0') <= 9) return (uint)(c - '0');
        var letter = (uint)((c | 0x20) - 'a');
        return letter < 6 ? letter + 10 : uint.MaxValue;
    }
}
