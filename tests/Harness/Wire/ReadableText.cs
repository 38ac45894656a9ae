using System.Globalization;
using System.Text;

namespace AkkaCache.Testing.Wire;

/// <summary>Bytes as text that a person can read and paste into redis-cli.</summary>
public static class ReadableText
{
    /// <summary>Longer values are cut: their length and beginning tell enough.</summary>
    private const int MaxShownBytes = 120;

    /// <summary>Plain words stay plain; anything else is quoted with redis-cli's escapes.</summary>
    public static string Word(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxShownBytes) return Quote(bytes);
        foreach (var b in bytes)
            if (b is <= (byte)' ' or >= 0x7f or (byte)'"' or (byte)'\\' or (byte)'\'') return Quote(bytes);
        return Encoding.ASCII.GetString(bytes);
    }

    public static string Quote(ReadOnlySpan<byte> bytes, bool shortened = true)
    {
        var text = new StringBuilder("\"");
        foreach (var b in shortened && bytes.Length > MaxShownBytes ? bytes[..MaxShownBytes] : bytes)
        {
            if (b is (byte)'"' or (byte)'\\') text.Append('\\').Append((char)b);
            else if (b == '\r') text.Append("\\r");
            else if (b == '\n') text.Append("\\n");
            else if (b is < 0x20 or >= 0x7f) text.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
            else text.Append((char)b);
        }
        text.Append('"');
        if (shortened && bytes.Length > MaxShownBytes) text.Append(CultureInfo.InvariantCulture, $"… ({bytes.Length} bytes)");
        return text.ToString();
    }
}
