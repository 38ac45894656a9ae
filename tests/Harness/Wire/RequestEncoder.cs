using System.Globalization;
using System.Text;

namespace AkkaCache.Testing.Wire;

/// <summary>Command vectors as request bytes: arrays of bulks, or an inline line with quotes.</summary>
public static class RequestEncoder
{
    public static void WriteArray(MemoryStream target, IReadOnlyList<byte[]> arguments)
    {
        WriteLine(target, '*', arguments.Count);
        foreach (var argument in arguments)
        {
            WriteLine(target, '$', argument.Length);
            target.Write(argument);
            target.Write("\r\n"u8);
        }
    }

    /// <summary>An inline request; every argument that needs it is put in double quotes with escapes.</summary>
    public static void WriteInline(MemoryStream target, IReadOnlyList<byte[]> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) target.WriteByte((byte)' ');
            WriteInlineArgument(target, arguments[i]);
        }
        target.Write("\r\n"u8);
    }

    private static void WriteInlineArgument(MemoryStream target, byte[] argument)
    {
        var plain = argument.Length > 0 && !argument.AsSpan().ContainsAnyExceptInRange((byte)'!', (byte)'~')
            && !argument.AsSpan().ContainsAny((byte)'"', (byte)'\'', (byte)'\\');
        if (plain)
        {
            target.Write(argument);
            return;
        }
        target.WriteByte((byte)'"');
        foreach (var b in argument)
        {
            if (b is (byte)'"' or (byte)'\\')
            {
                target.WriteByte((byte)'\\');
                target.WriteByte(b);
            }
            else if (b is < 0x20 or >= 0x7f) target.Write(Encoding.ASCII.GetBytes("\\x" + b.ToString("x2", CultureInfo.InvariantCulture)));
            else target.WriteByte(b);
        }
        target.WriteByte((byte)'"');
    }

    private static void WriteLine(MemoryStream target, char type, int number) =>
        target.Write(Encoding.ASCII.GetBytes(type + number.ToString(CultureInfo.InvariantCulture) + "\r\n"));
}
