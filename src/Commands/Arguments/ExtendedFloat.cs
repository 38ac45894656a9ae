using System.Globalization;
using System.Numerics;

namespace AkkaCache.Commands.Arguments;

/// <summary>A number of the x87 extended format (64-bit significand, 15-bit exponent): what C calls long double on x86-64.</summary>
/// <remarks>
/// Redis computes INCRBYFLOAT in it and prints 17 decimals, so no .NET type gives the same digits. Here each step is done exactly on
/// integers and rounded once, to nearest, ties to even, as IEEE 754 demands of the hardware: a value is ±significand × 2^exponent,
/// the significand has bit 63 set unless the exponent is the smallest (then the number is subnormal or zero).
/// Numbers are at most a few thousand digits long (see <see cref="MaxParsedBytes"/>), which bounds the cost.
/// Source: Intel SDM vol. 1, §4.2 "Floating-Point Data Types"; ISO C, strtold and fprintf's conversion f.
/// </remarks>
public readonly struct ExtendedFloat
{
    /// <summary>Longest text that is a number, as Redis has it: its buffer of 5 KB and the closing NUL.</summary>
    public const int MaxParsedBytes = (5 * 1024) - 1;

    /// <summary>Longest text printed: a sign, 4933 digits, a point, 17 decimals.</summary>
    public const int MaxTextBytes = 4960;

    private const int SignificandBits = 64;
    private const int MinExponent = -16445;
    private const int MaxExponent = 16320;

    /// <summary>Decimals printed before trailing zeros are cut off.</summary>
    private const int Decimals = 17;

    /// <summary>Numbers of this many digits before the point are infinite, of this many zeros behind it are zero: well beyond both ends of the format.</summary>
    private const int DecimalExponentBound = 5200;

    /// <summary>The same for hexadecimal numbers, in bits.</summary>
    private const int BinaryExponentBound = 17_000;

    private static readonly BigInteger DecimalScale = BigInteger.Pow(10, Decimals);

    private readonly ulong _significand;
    private readonly int _exponent;
    private readonly bool _negative;
    private readonly bool _infinite;

    private ExtendedFloat(bool negative, ulong significand, int exponent, bool infinite)
    {
        _negative = negative;
        _significand = significand;
        _exponent = exponent;
        _infinite = infinite;
    }

    public static ExtendedFloat Zero => new(false, 0, MinExponent, false);

    /// <summary>
    /// Reads what strtold reads: decimal or hexadecimal, with exponent, "inf", "infinity". False for anything else, also for
    /// NaN, surrounding spaces, and numbers that are too large or too small to be told from infinity or zero.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExtendedFloat value)
    {
        value = default;
        if (text.IsEmpty || text.Length > MaxParsedBytes) return false;
        var negative = text[0] == '-';
        if (negative || text[0] == '+') text = text[1..];
        if (Keyword.Is(text, "INF"u8) || Keyword.Is(text, "INFINITY"u8))
        {
            value = new ExtendedFloat(negative, 0, 0, infinite: true);
            return true;
        }
        var hexadecimal = text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x';
        if (!NumberDigits.TryRead(hexadecimal ? text[2..] : text, hexadecimal ? 16u : 10u, out var digits)) return false;
        if (digits.Value.IsZero)
        {
            value = new ExtendedFloat(negative, 0, MinExponent, infinite: false);
            return true;
        }
        value = hexadecimal ? FromBinary(negative, digits) : FromDecimal(negative, digits);
        return value is { _infinite: false, _significand: not 0 };
    }

    /// <summary>The rounded sum; false when it is infinite or not a number.</summary>
    public static bool TryAdd(ExtendedFloat a, ExtendedFloat b, out ExtendedFloat sum)
    {
        sum = default;
        if (a._infinite || b._infinite) return false;
        var exponent = Math.Min(a._exponent, b._exponent);
        var exact = a.ScaledTo(exponent) + b.ScaledTo(exponent);
        sum = exact.IsZero
            ? new ExtendedFloat(a._negative && b._negative, 0, MinExponent, infinite: false)
            : Round(exact.Sign < 0, BigInteger.Abs(exact), exponent, sticky: false);
        return !sum._infinite;
    }

    /// <summary>
    /// The exact value rounded to 17 decimals, without trailing zeros; <paramref name="target"/> holds at least <see cref="MaxTextBytes"/>.
    /// Returns the length. Only for finite numbers.
    /// </summary>
    public int Format(Span<byte> target)
    {
        if (_exponent >= 0) return Write((BigInteger)_significand << _exponent, decimals: 0, target);
        var scaled = _significand * DecimalScale;
        var whole = scaled >> -_exponent;
        var rest = scaled - (whole << -_exponent);
        var half = BigInteger.One << (-_exponent - 1);
        var order = rest.CompareTo(half);
        if (order > 0 || (order == 0 && !whole.IsEven)) whole++;
        return Write(whole, Decimals, target);
    }

    // Digits of a whole number whose last `decimals` stand behind the point. Minus zero prints as zero.
    private int Write(BigInteger number, int decimals, Span<byte> target)
    {
        if (number.IsZero)
        {
            target[0] = (byte)'0';
            return 1;
        }
        var text = number.ToString("D" + (decimals + 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var length = 0;
        if (_negative) target[length++] = (byte)'-';
        var whole = text.Length - decimals;
        var used = text.Length;
        while (used > whole && text[used - 1] == '0') used--;
        for (var i = 0; i < used; i++)
        {
            if (i == whole) target[length++] = (byte)'.';
            target[length++] = (byte)text[i];
        }
        return length;
    }

    private BigInteger ScaledTo(int exponent)
    {
        var value = (BigInteger)_significand << (_exponent - exponent);
        return _negative ? -value : value;
    }

    private static ExtendedFloat FromBinary(bool negative, in NumberDigits digits)
    {
        var bits = digits.Value.GetBitLength() + digits.Exponent - (4L * digits.FractionDigits);
        if (bits > BinaryExponentBound) return new ExtendedFloat(negative, 0, 0, infinite: true);
        if (bits < -BinaryExponentBound) return Zero;
        return Round(negative, digits.Value, digits.Exponent - (4 * digits.FractionDigits), sticky: false);
    }

    private static ExtendedFloat FromDecimal(bool negative, in NumberDigits digits)
    {
        var exponent = digits.Exponent - digits.FractionDigits;
        if (exponent + digits.Count > DecimalExponentBound) return new ExtendedFloat(negative, 0, 0, infinite: true);
        if (exponent + digits.Count < -DecimalExponentBound) return Zero;
        if (exponent >= 0) return Round(negative, digits.Value * BigInteger.Pow(10, exponent), 0, sticky: false);

        // A quotient of two bits more than the significand, and whether anything is left: enough to round once.
        var divisor = BigInteger.Pow(10, -exponent);
        var shift = (int)Math.Max(0, SignificandBits + 2 + divisor.GetBitLength() - digits.Value.GetBitLength());
        var quotient = BigInteger.DivRem(digits.Value << shift, divisor, out var remainder);
        return Round(negative, quotient, -shift, sticky: !remainder.IsZero);
    }

    /// <summary>Rounds magnitude × 2^exponent, plus a little when <paramref name="sticky"/>, to nearest, ties to even.</summary>
    private static ExtendedFloat Round(bool negative, BigInteger magnitude, int exponent, bool sticky)
    {
        var shift = Math.Max((int)magnitude.GetBitLength() - SignificandBits, MinExponent - exponent);
        if (shift <= 0) return new ExtendedFloat(negative, (ulong)(magnitude << -shift), exponent + shift, exponent + shift > MaxExponent);

        var kept = magnitude >> shift;
        var order = (magnitude - (kept << shift)).CompareTo(BigInteger.One << (shift - 1));
        if (order > 0 || (order == 0 && (sticky || !kept.IsEven))) kept++;
        exponent += shift;
        if (kept.GetBitLength() > SignificandBits)
        {
            kept >>= 1;
            exponent++;
        }
        return new ExtendedFloat(negative, (ulong)kept, exponent, exponent > MaxExponent);
    }
}
