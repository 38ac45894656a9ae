using System.Text.RegularExpressions;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>The slow twin of the reader: a whole stream as a string, regular expressions, no state. Same outcomes as <see cref="ReaderRun"/>.</summary>
internal static class NaiveReader
{
    private const string Blank = "[ \\t\\n\\v\\f\\r]";

    /// <summary>Plain characters, then perhaps one quoted part, after which a blank or the end must follow.</summary>
    private static readonly Regex Token = new(
        "\\G(?<plain>[^ \\t\\r\\n\"']*)(?:(?:\"(?<dq>(?>(?:\\\\x[0-9a-fA-F]{2}|\\\\.|[^\"\\\\])*))\"|'(?<sq>(?>(?:\\\\'|[^'])*))')(?=" + Blank + "|\\z))?",
        RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static readonly Regex Escape = new("\\\\(x[0-9a-fA-F]{2}|.)", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    public static List<string> Outcomes(byte[] stream, RespLimits limits, bool authenticated)
    {
        var text = ReaderRun.Text(stream);
        var found = new List<string>();
        while (text.Length > 0)
        {
            var consumed = 0;
            var outcome = text[0] == '*' ? Multibulk(text, limits, authenticated, ref consumed) : Inline(text, limits, ref consumed);
            if (outcome is null)
            {
                found.Add("+" + text.Length);
                break;
            }
            found.Add(outcome);
            if (outcome.StartsWith("error", StringComparison.Ordinal)) break;
            text = text[consumed..];
        }
        return found;
    }

    private static string? Multibulk(string text, RespLimits limits, bool authenticated, ref int consumed)
    {
        if (!TryLine(text, 0, limits, out var line, out var tooBig)) return tooBig ? Error("too big mbulk count string") : null;
        if (!TryNumber(line[1..], out var count) || count > limits.MaxArguments) return Error("invalid multibulk length");
        if (!authenticated && count > limits.UnauthenticatedArguments) return Error("unauthenticated multibulk length");
        var at = line.Length + 2;
        var arguments = new List<string>();
        for (var i = 0; i < count; i++)
        {
            if (!TryLine(text, at, limits, out line, out tooBig)) return tooBig ? Error("too big bulk count string") : null;
            if (line.Length == 0 || line[0] != '$') return Error($"expected '$', got '{(text[at] is '\r' or '\n' ? ' ' : text[at])}'");
            if (!TryNumber(line[1..], out var length) || length < 0 || length > limits.MaxBulkBytes) return Error("invalid bulk length");
            if (!authenticated && length > limits.UnauthenticatedBulkBytes) return Error("unauthenticated bulk length");
            at += line.Length + 2;
            if (at + length + 2 > limits.MaxCommandBytes) return "error ERR Protocol error: request exceeds the query buffer limit";
            if (at + length + 2 > text.Length) return null;
            arguments.Add(text.Substring(at, (int)length));
            at += (int)length + 2;
        }
        consumed = at;
        return count <= 0 ? "nothing" : $"[{string.Join('|', arguments)}]";
    }

    private static string? Inline(string text, RespLimits limits, ref int consumed)
    {
        var end = text.IndexOf('\n');
        if ((end < 0 ? text.Length : end) > limits.MaxInlineBytes) return Error("too big inline request");
        if (end < 0) return null;
        consumed = end + 1;
        var line = text[..end];
        if (line.EndsWith('\r')) line = line[..^1];
        var arguments = new List<string>();
        var at = 0;
        while (true)
        {
            while (at < line.Length && Regex.IsMatch(line.AsSpan(at, 1), Blank)) at++;
            if (at == line.Length) break;
            var match = Token.Match(line, at);
            if (!match.Success || match.Length == 0) return Error("unbalanced quotes in request");
            arguments.Add(match.Groups["plain"].Value + Escape.Replace(match.Groups["dq"].Value, Unescape) + match.Groups["sq"].Value.Replace("\\'", "'"));
            at += match.Length;
        }
        return arguments.Count == 0 ? "nothing" : $"[{string.Join('|', arguments)}]";
    }

    private static string Unescape(Match match) => match.Groups[1].Value switch
    {
        "n" => "\n",
        "r" => "\r",
        "t" => "\t",
        "b" => "\b",
        "a" => "\a",
        { Length: 3 } hex => ((char)Convert.ToInt32(hex[1..], 16)).ToString(),
        var other => other,
    };

    /// <summary>A line and the two bytes of its end, of which the second may be anything.</summary>
    private static bool TryLine(string text, int at, RespLimits limits, out string line, out bool tooBig)
    {
        var end = text.IndexOf('\r', at);
        tooBig = (end < 0 ? text.Length : end) - at > limits.MaxHeaderBytes;
        line = end < 0 ? "" : text[at..end];
        return !tooBig && end >= 0 && end + 1 < text.Length;
    }

    /// <summary>A text is a number if the number prints as that text.</summary>
    private static bool TryNumber(string text, out long value) => long.TryParse(text, out value) && value.ToString() == text;

    private static string Error(string text) => "error ERR Protocol error: " + text;
}
