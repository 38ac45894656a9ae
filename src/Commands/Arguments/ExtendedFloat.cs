using System.Numerics;

namespace AkkaCache.Commands.Arguments;

/// <summary>A number of the x87 extended format (64-bit significand, 15-bit exponent): what C calls long double on x86-64.</summary>
/// <remarks>
/// Redis computes INCRBYFLOAT in it and prints 17 decimals, so no .NET type gives the same digits. Here each step is done exactly on
/// integers and rounded once, to nearest, ties to even, as IEEE 754 demands of the hardware: a value is ±significand × 2^exponent,
/// the significand has bit 63 set unless the exponent is the smallest (then the number is subnormal or zero).
/// Numbers of everyday size are computed in 128 bits without allocating; the others, a few thousand digits at most, by big integers.
/// Source: Intel SDM vol. 1, §4.2 "Floating-Point Data Types"; ISO C, strtold and fprintf's conversion f.
/// </remarks>
public readonly struct ExtendedFloat
{
    internal const int SignificandBits = 64;
    internal const int MinExponent = -16445;
    private const int MaxExponent = 16320;

    /// <summary>Exponents may lie so far apart that the larger significand, shifted to the smaller exponent, and a carry fit 128 bits.</summary>
    private const int MaxSmallDistance = 62;

    internal readonly ulong Significand;
    internal readonly int Exponent;
    internal readonly bool IsNegative;
    internal readonly bool IsInfinite;

    private ExtendedFloat(bool isNegative, ulong significand, int exponent, bool isInfinite)
    {
        IsNegative = isNegative;
        Significand = significand;
        Exponent = exponent;
        IsInfinite = isInfinite;
    }

    /// <summary>Longest text that <see cref="Format"/> writes: a sign, 4933 digits, a point, 17 decimals.</summary>
    public const int MaxTextBytes = 4960;

    public static ExtendedFloat Zero => SignedZero(isNegative: false);

    internal static ExtendedFloat SignedZero(bool isNegative) => new(isNegative, 0, MinExponent, isInfinite: false);

    internal static ExtendedFloat Infinity(bool isNegative) => new(isNegative, 0, 0, isInfinite: true);

    /// <inheritdoc cref="ExtendedFloatReader.TryRead"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExtendedFloat value) => ExtendedFloatReader.TryRead(text, out value);

    /// <inheritdoc cref="ExtendedFloatWriter.Write"/>
    public int Format(Span<byte> target) => ExtendedFloatWriter.Write(this, target);

    /// <summary>The rounded sum; false when it is infinite or not a number.</summary>
    public static bool TryAdd(ExtendedFloat a, ExtendedFloat b, out ExtendedFloat sum)
    {
        sum = default;
        if (a.IsInfinite || b.IsInfinite) return false;
        if (a.Significand == 0) sum = b.Significand == 0 ? SignedZero(a.IsNegative && b.IsNegative) : b;
        else if (b.Significand == 0) sum = a;
        else if (Math.Abs(a.Exponent - b.Exponent) <= MaxSmallDistance) sum = AddSmall(a, b);
        else sum = AddLarge(a, b);
        return !sum.IsInfinite;
    }

    /// <summary>Rounds magnitude × 2^exponent, plus a little when <paramref name="sticky"/>, to nearest, ties to even.</summary>
    internal static ExtendedFloat Round(bool isNegative, UInt128 magnitude, int exponent, bool sticky)
    {
        var bits = 128 - (int)UInt128.LeadingZeroCount(magnitude);
        var shift = Math.Max(bits - SignificandBits, MinExponent - exponent);
        if (shift <= 0) return Rounded(isNegative, (ulong)(magnitude << -shift), exponent + shift);
        if (shift > bits) return SignedZero(isNegative);

        // The bits cut off: more than half, or half and something behind it or an odd neighbour, rounds up.
        var kept = shift == 128 ? UInt128.Zero : magnitude >> shift;
        var half = (magnitude >> (shift - 1) & UInt128.One) != UInt128.Zero;
        var below = sticky || (magnitude & ((UInt128.One << (shift - 1)) - 1)) != UInt128.Zero;
        if (half && (below || UInt128.IsOddInteger(kept))) kept++;
        if (kept >> SignificandBits == UInt128.Zero) return Rounded(isNegative, (ulong)kept, exponent + shift);
        return Rounded(isNegative, (ulong)(kept >> 1), exponent + shift + 1);
    }

    /// <inheritdoc cref="Round(bool, UInt128, int, bool)"/>
    internal static ExtendedFloat Round(bool isNegative, BigInteger magnitude, int exponent, bool sticky)
    {
        // Down to what 128 bits hold, so that the rule stands in one place; what is cut off lies below the half.
        const int enough = 120;
        var excess = (int)magnitude.GetBitLength() - enough;
        if (excess <= 0) return Round(isNegative, (UInt128)magnitude, exponent, sticky);
        var top = magnitude >> excess;
        return Round(isNegative, (UInt128)top, exponent + excess, sticky || top << excess != magnitude);
    }

    private static ExtendedFloat Rounded(bool isNegative, ulong significand, int exponent) =>
        exponent > MaxExponent ? Infinity(isNegative) : new ExtendedFloat(isNegative, significand, exponent, isInfinite: false);

    private static ExtendedFloat AddSmall(ExtendedFloat a, ExtendedFloat b)
    {
        var (high, low) = a.Exponent >= b.Exponent ? (a, b) : (b, a);
        var shifted = (UInt128)high.Significand << (high.Exponent - low.Exponent);
        if (high.IsNegative == low.IsNegative) return Round(high.IsNegative, shifted + low.Significand, low.Exponent, sticky: false);
        if (shifted == low.Significand) return Zero;
        return shifted > low.Significand
            ? Round(high.IsNegative, shifted - low.Significand, low.Exponent, sticky: false)
            : Round(low.IsNegative, low.Significand - shifted, low.Exponent, sticky: false);
    }

    private static ExtendedFloat AddLarge(ExtendedFloat a, ExtendedFloat b)
    {
        var exponent = Math.Min(a.Exponent, b.Exponent);
        var exact = a.ScaledTo(exponent) + b.ScaledTo(exponent);
        return exact.IsZero ? Zero : Round(exact.Sign < 0, BigInteger.Abs(exact), exponent, sticky: false);
    }

    private BigInteger ScaledTo(int exponent)
    {
        var value = (BigInteger)Significand << (Exponent - exponent);
        return IsNegative ? -value : value;
    }
}
