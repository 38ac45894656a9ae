using System.Buffers.Text;
using System.Globalization;

namespace AkkaCache.Protocol.Resp;

/// <summary>A double as text, in the form that C's <c>%.17g</c> gives and Redis 7.0 sends.</summary>
/// <remarks>
/// 17 significant digits identify every double. Scientific form when the decimal exponent is below -4 or above 16,
/// at least two exponent digits, no trailing zeros. Infinities are "inf" and "-inf". Source: ISO C, fprintf, conversion g.
/// </remarks>
public static class DoubleText
{
    /// <summary>Enough for a sign, 17 digits, a point, four leading zeros and an exponent.</summary>
    public const int MaxBytes = 40;

    /// <summary>Integers below this magnitude print all their digits in %.17g, and convert to long exactly.</summary>
    private const double ExactIntegers = 1e15;

    /// <summary>Writes <paramref name="value"/> to <paramref name="target"/> (at least <see cref="MaxBytes"/>); returns its length.</summary>
    public static int Format(double value, Span<byte> target)
    {
        if (Math.Abs(value) < ExactIntegers && value == Math.Truncate(value) && !(value == 0 && double.IsNegative(value)))
        {
            Utf8Formatter.TryFormat((long)value, target, out var length);
            return length;
        }
        if (!double.IsFinite(value)) return NotFinite(value, target);
        return Digits(value, target);
    }

    private static int NotFinite(double value, Span<byte> target)
    {
        var text = double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8;
        text.CopyTo(target);
        return text.Length;
    }

    private static int Digits(double value, Span<byte> target)
    {
        if (value == 0)
        {
            "-0"u8.CopyTo(target);
            return 2;
        }

        // "d.ddddddddddddddddE+ddd": exact, since .NET prints all requested digits correctly.
        Span<byte> e16 = stackalloc byte[32];
        value.TryFormat(e16, out var written, "E16", CultureInfo.InvariantCulture);
        var at = 0;
        var length = 0;
        if (e16[0] == '-')
        {
            target[length++] = (byte)'-';
            at = 1;
        }
        Span<byte> digits = stackalloc byte[17];
        digits[0] = e16[at];
        e16.Slice(at + 2, 16).CopyTo(digits[1..]);
        Utf8Parser.TryParse(e16[(at + 20)..written], out int exponent, out _);
        if (e16[at + 19] == '-') exponent = -exponent;
        var significant = 17;
        while (significant > 1 && digits[significant - 1] == '0') significant--;
        digits = digits[..significant];

        if (exponent is < -4 or > 16) return length + Scientific(digits, exponent, target[length..]);
        return length + Plain(digits, exponent, target[length..]);
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        var length = 0;
        target[length++] = digits[0];
        if (digits.Length > 1)
        {
            target[length++] = (byte)'.';
            digits[1..].CopyTo(target[length..]);
            length += digits.Length - 1;
        }
        target[length++] = (byte)'e';
        target[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        exponent = Math.Abs(exponent);
        if (exponent < 10) target[length++] = (byte)'0';
        Utf8Formatter.TryFormat(exponent, target[length..], out var more);
        return length + more;
    }

    private static int Plain(ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        var length = 0;
        if (exponent < 0)
        {
            "0."u8.CopyTo(target);
            length = 2;
            for (var i = -1; i > exponent; i--) target[length++] = (byte)'0';
            digits.CopyTo(target[length..]);
            return length + digits.Length;
        }
        var whole = exponent + 1;
        for (var i = 0; i < whole; i++) target[length++] = i < digits.Length ? digits[i] : (byte)'0';
        if (digits.Length <= whole) return length;
        target[length++] = (byte)'.';
        digits[whole..].CopyTo(target[length..]);
        return length + digits.Length - whole;
    }
}
