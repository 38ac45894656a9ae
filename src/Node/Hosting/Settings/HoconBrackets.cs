namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Finds what a HOCON text opens and never closes.</summary>
/// <remarks>
/// Akka's parser takes the end of the text for every bracket that lacks: a file that was cut off half-way would be taken, and the settings
/// of its other half would be lost without a word. Brackets in quotes and in comments are text.
/// </remarks>
internal static class HoconBrackets
{
    private const string LongQuote = "\"\"\"";

    /// <returns>The line, from 1, of the innermost bracket that is open at the end; 0 when none is.</returns>
    public static int OpenLine(string hocon)
    {
        var open = new Stack<int>();
        var line = 1;
        for (var i = 0; i < hocon.Length; i++)
        {
            switch (hocon[i])
            {
                case '{' or '[':
                    open.Push(line);
                    break;
                case '}' or ']':
                    open.TryPop(out _);
                    break;
                case '"':
                    var end = EndOfQuote(hocon, i);
                    line += hocon.AsSpan(i, end - i).Count('\n');
                    i = end - 1;
                    break;
                case '#':
                case '/' when i + 1 < hocon.Length && hocon[i + 1] == '/':
                    i = EndOfLine(hocon, i) - 1;
                    break;
                case '\n':
                    line++;
                    break;
            }
        }
        return open.Count == 0 ? 0 : open.Peek();
    }

    /// <summary>The index behind a quoted text that begins at <paramref name="start"/>; where it has no end, the end of its line or of the text.</summary>
    private static int EndOfQuote(string hocon, int start)
    {
        if (string.CompareOrdinal(hocon, start, LongQuote, 0, LongQuote.Length) == 0)
        {
            var end = hocon.IndexOf(LongQuote, start + LongQuote.Length, StringComparison.Ordinal);
            return end < 0 ? hocon.Length : end + LongQuote.Length;
        }
        for (var i = start + 1; i < hocon.Length; i++)
        {
            if (hocon[i] == '"') return i + 1;
            if (hocon[i] == '\n') return i;
            if (hocon[i] == '\\') i++;
        }
        return hocon.Length;
    }

    private static int EndOfLine(string hocon, int start)
    {
        var end = hocon.IndexOf('\n', start);
        return end < 0 ? hocon.Length : end;
    }
}
