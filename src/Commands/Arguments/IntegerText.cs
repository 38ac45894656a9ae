namespace AkkaCache.Commands.Arguments;

/// <summary>Reads a 64-bit integer as strictly as Redis: decimal, no spaces, no plus, no leading zeros, no overflow.</summary>
public static class IntegerText
{
    /// <summary>19 digits and a sign.</summary>
    public const int MaxBytes = 20;

    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > MaxBytes) return false;
        if (text.Length == 1)
        {
            var digit = (uint)(text[0] - '0');
            value = digit;
            return digit <= 9;
        }
        var negative = text[0] == '-';
        var at = negative ? 1 : 0;
        if ((uint)(text[at] - '1') > 8) return false;
        ulong sum = 0;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9 || sum > (ulong.MaxValue - digit) / 10) return false;
            sum = (sum * 10) + digit;
        }
        if (negative)
        {
            if (sum > (ulong)long.MaxValue + 1) return false;
            value = (long)(0 - sum);
            return true;
        }
        value = (long)sum;
        return sum <= long.MaxValue;
    }
}
