using System.Globalization;
using System.Text;

namespace AkkaCache.Differential.Scenarios;

/// <summary>
/// One line of a scenario: <c>connection[replies]~: command</c>. The bracket says how many replies come (default 1; <c>end</c> = all until the
/// server closes), <c>~</c> compares types only, a missing command only reads. <c>gone key</c> after the colon waits until the key has expired.
/// </summary>
internal sealed record Line(string Text, int Connection, int Replies, bool TypesOnly, IReadOnlyList<byte[]> Words)
{
    /// <summary><see cref="Replies"/> of a line after which the server closes.</summary>
    public const int UntilEnd = -1;

    public static List<Line> ParseAll(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    private static Line Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var head = text[..colon];
        var typesOnly = head.EndsWith('~');
        if (typesOnly) head = head[..^1];
        var replies = 1;
        var bracket = head.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0)
        {
            var count = head[(bracket + 1)..^1];
            replies = count == "end" ? UntilEnd : int.Parse(count, CultureInfo.InvariantCulture);
            head = head[..bracket];
        }
        return new Line(text, int.Parse(head, CultureInfo.InvariantCulture), replies, typesOnly, Split(text[(colon + 1)..]));
    }

    /// <summary>Words are parted by blanks; in double quotes they may contain blanks and \r \n \0 \" \\.</summary>
    private static List<byte[]> Split(string text)
    {
        var words = new List<byte[]>();
        var word = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == ' ')
            {
                i++;
                continue;
            }
            word.Clear();
            if (text[i] == '"') i = Quoted(text, i + 1, word);
            else
                while (i < text.Length && text[i] != ' ') word.Append(text[i++]);
            words.Add(Encoding.Latin1.GetBytes(word.ToString()));
        }
        return words;
    }

    private static int Quoted(string text, int at, StringBuilder word)
    {
        for (; text[at] != '"'; at++)
        {
            if (text[at] != '\\')
            {
                word.Append(text[at]);
                continue;
            }
            at++;
            word.Append(text[at] switch { 'r' => '\r', 'n' => '\n', '0' => '\0', var other => other });
        }
        return at + 1;
    }
}
