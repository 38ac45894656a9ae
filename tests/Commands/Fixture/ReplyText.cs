using System.Globalization;
using System.Text;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>Reply bytes as one line of text that a test can compare: <c>+OK</c>, <c>-ERR …</c>, <c>:1</c>, <c>"bulk"</c>, <c>nil</c>, <c>["a", :1]</c>.</summary>
/// <remarks>
/// RESP3: maps <c>{"k": :1}</c>, sets <c>~[…]</c>, pushes <c>>[…]</c>, doubles <c>,1.5</c>, booleans <c>#t</c>, verbatim strings <c>=txt"…"</c>;
/// its null is <c>_</c>, RESP2's null array <c>nil*</c>. Bytes are Latin-1; CR, LF, NUL, quotes and backslashes in bulk strings are escaped.
/// </remarks>
public static class ReplyText
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        var text = new StringBuilder();
        Read(bytes, ref at, text);
        if (at != bytes.Length) throw new FormatException($"bytes follow the reply: {Encoding.Latin1.GetString(bytes[at..])}");
        return text.ToString();
    }

    /// <summary>Replies one after the other; none is fine.</summary>
    public static IReadOnlyList<string> AllOf(ReadOnlySpan<byte> bytes)
    {
        var all = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var text = new StringBuilder();
            Read(bytes, ref at, text);
            all.Add(text.ToString());
        }
        return all;
    }

    private static void Read(ReadOnlySpan<byte> bytes, ref int at, StringBuilder text)
    {
        var type = (char)bytes[at++];
        var line = Line(bytes, ref at);
        switch (type)
        {
            case '+' or '-' or ':' or ',' or '#':
                text.Append(type).Append(line);
                break;
            case '_':
                text.Append('_');
                break;
            case '$' or '=':
                Bulk(bytes, ref at, type, line, text);
                break;
            case '*' when line == "-1":
                text.Append("nil*");
                break;
            case '*' or '~' or '>':
                if (type != '*') text.Append(type);
                Elements(bytes, ref at, Number(line), text);
                break;
            case '%':
                Pairs(bytes, ref at, Number(line), text);
                break;
            default:
                throw new FormatException($"reply type '{type}' at {at - 1}");
        }
    }

    private static void Bulk(ReadOnlySpan<byte> bytes, ref int at, char type, string line, StringBuilder text)
    {
        var length = Number(line);
        if (length < 0)
        {
            text.Append("nil");
            return;
        }
        var value = Encoding.Latin1.GetString(bytes.Slice(at, length));
        at += length + 2;
        if (type == '=')
        {
            text.Append('=').Append(value.AsSpan(0, 3));
            value = value[4..];
        }
        text.Append('"').Append(value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\r", "\\r").Replace("\n", "\\n").Replace("\0", "\\0")).Append('"');
    }

    private static void Elements(ReadOnlySpan<byte> bytes, ref int at, int count, StringBuilder text)
    {
        text.Append('[');
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(", ");
            Read(bytes, ref at, text);
        }
        text.Append(']');
    }

    private static void Pairs(ReadOnlySpan<byte> bytes, ref int at, int count, StringBuilder text)
    {
        text.Append('{');
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(", ");
            Read(bytes, ref at, text);
            text.Append(": ");
            Read(bytes, ref at, text);
        }
        text.Append('}');
    }

    private static int Number(string line) => int.Parse(line, CultureInfo.InvariantCulture);

    private static string Line(ReadOnlySpan<byte> bytes, ref int at)
    {
        var length = bytes[at..].IndexOf("\r\n"u8);
        if (length < 0) throw new FormatException("a line does not end");
        var line = Encoding.Latin1.GetString(bytes.Slice(at, length));
        at += length + 2;
        return line;
    }
}
