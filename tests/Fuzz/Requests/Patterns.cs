using System.Text;

namespace AkkaCache.Fuzz.Tests.Requests;

/// <summary>Glob patterns: such that backtracking matchers blow up on, such that end in the middle, and random ones.</summary>
internal static class Patterns
{
    private const string Alphabet = "a*a?[]^-\\{}bf:\0\u00ff";

    private static readonly string[] Broken = ["[", "[^", "[a", "[a-", "[]", "[^]", "[z-a]", "\\", "*\\", "[\\", "[a-\\]", "[[", "a[^a-", "*[", ""];

    /// <summary>Set before the first request, so that patterns of many stars have something to fail on.</summary>
    public static string Victim => "f:" + new string('a', 300);

    public static string Any(Random random) => random.Next(4) switch
    {
        0 => Stars(random),
        1 => Broken[random.Next(Broken.Length)],
        2 => "f:*",
        _ => Random(random),
    };

    /// <summary>"f:a*a*a*…b": exponential or of a high power for whoever tries every way to divide the a's.</summary>
    private static string Stars(Random random)
    {
        var unit = new[] { "a*", "*a", "?*", "[a-z]*", "**a", "*?a" }[random.Next(6)];
        return "f:" + string.Concat(Enumerable.Repeat(unit, random.Next(2, 60))) + "b";
    }

    private static string Random(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(40); i > 0; i--) text.Append(Alphabet[random.Next(Alphabet.Length)]);
        return text.ToString();
    }
}
