using System.Globalization;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Amounts of bytes as text, in the units of redis.conf: k, m, g, t are powers of 1000, kb, mb, gb, tb powers of 1024, in any case; KiB and so on too.</summary>
public static class ByteSize
{
    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30), ("tib", 1L << 40),
        ("kb", 1L << 10), ("mb", 1L << 20), ("gb", 1L << 30), ("tb", 1L << 40),
        ("k", 1_000), ("m", 1_000_000), ("g", 1_000_000_000), ("t", 1_000_000_000_000),
        ("b", 1),
    ];

    /// <summary>False when the text is no amount or does not fit into 63 bits. Whole numbers only, as in Redis.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long bytes)
    {
        text = text.Trim();
        var factor = 1L;
        foreach (var unit in Units)
        {
            if (!text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase)) continue;
            factor = unit.Factor;
            text = text[..^unit.Suffix.Length].TrimEnd();
            break;
        }
        bytes = 0;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        if (number > long.MaxValue / factor) return false;
        bytes = number * factor;
        return true;
    }

    /// <summary>The amount in the largest unit that divides it: 1536 is "1536", 2048 is "2kb".</summary>
    public static string ToText(long bytes)
    {
        (string Suffix, long Factor)[] units = [("tb", 1L << 40), ("gb", 1L << 30), ("mb", 1L << 20), ("kb", 1L << 10)];
        foreach (var (suffix, factor) in units)
        {
            if (bytes != 0 && bytes % factor == 0) return string.Create(CultureInfo.InvariantCulture, $"{bytes / factor}{suffix}");
        }
        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
