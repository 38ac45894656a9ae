namespace AkkaCache.Protocol.Resp;

/// <summary>Decimal numbers as the count and length lines of RESP carry them.</summary>
internal static class LengthText
{
    /// <summary>Digits read on the fast path: nine hold every length below a billion and never overflow an int.</summary>
    private const int FastDigits = 9;

    /// <summary>A plain number at <paramref name="at"/> with its line end, all within <paramref name="line"/>.</summary>
    /// <returns>The offset behind the line end, or -1: incomplete, or a case for <see cref="TryParse"/>.</returns>
    public static int Fast(ReadOnlySpan<byte> line, int at, out int value)
    {
        value = 0;
        var i = at;
        var end = Math.Min(line.Length, at + FastDigits + 1);
        for (; i < end; i++)
        {
            var digit = (uint)(line[i] - '0');
            if (digit > 9) break;
            value = value * 10 + (int)digit;
        }

        // The line end is two bytes, of which the first must be CR; a leading zero is no number unless it is all there is.
        var digits = i - at;
        if ((uint)(digits - 1) >= FastDigits || i + 1 >= line.Length || line[i] != '\r') return -1;
        if (digits > 1 && line[at] == '0') return -1;
        return i + 2;
    }

    /// <summary>Exactly the texts that a 64-bit integer prints as: no plus, no leading zeros, no minus zero, no blanks.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative) text = text[1..];
        if (text.Length == 1 && text[0] == '0' && !negative) return true;
        if (text.IsEmpty || text[0] is < (byte)'1' or > (byte)'9') return false;

        // Built up as a negative number, whose range is the larger one.
        long sum = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            var digit = c - '0';
            if (sum < (long.MinValue + digit) / 10) return false;
            sum = sum * 10 - digit;
        }
        if (!negative && sum == long.MinValue) return false;
        value = negative ? sum : -sum;
        return true;
    }
}
