using System.Text.RegularExpressions;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

/// <summary>Walks over keys as a client does, from the cursor that the last SCAN returned.</summary>
internal static partial class ScanWalk
{
    /// <summary>Everything that a walk returns, from its beginning to its end.</summary>
    public static List<string> Walk(this CommandBench bench, string options, out int steps)
    {
        var all = new List<string>();
        var cursor = "0";
        steps = 0;
        do
        {
            (cursor, var keys) = bench.Step(cursor, options);
            all.AddRange(keys);
            steps++;
        }
        while (cursor != "0");
        return all;
    }

    public static (string Next, List<string> Keys) Step(this CommandBench bench, string cursor, string options)
    {
        var strings = Strings(bench.Run(["SCAN", cursor, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        return (strings[0], strings[1..]);
    }

    /// <summary>The strings of a reply as the bench shows it.</summary>
    public static List<string> Strings(string reply) => [.. Quoted().Matches(reply).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
