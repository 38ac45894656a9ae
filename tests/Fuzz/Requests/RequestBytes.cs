using System.Text;

namespace AkkaCache.Fuzz.Tests.Requests;

/// <summary>Well-formed requests as bytes. Text is Latin-1: a character is a byte.</summary>
internal static class RequestBytes
{
    public static byte[] Of(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] Multibulk(IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder($"*{arguments.Count}\r\n");
        foreach (var argument in arguments) text.Append('$').Append(argument.Length).Append("\r\n").Append(argument).Append("\r\n");
        return Of(text.ToString());
    }

    public static byte[] Inline(IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        foreach (var argument in arguments) text.Append('"').Append(argument.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append("\" ");
        return Of(text.Append("\r\n").ToString());
    }
}
