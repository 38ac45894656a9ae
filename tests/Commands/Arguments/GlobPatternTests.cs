using System.Text;
using AkkaCache.Commands.Arguments;

namespace AkkaCache.Commands.Tests.Arguments;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", false)]
    [InlineData("*", "abc", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a*?", "a", false)]
    [InlineData("a**", "a", true)]
    [InlineData("**a**", "bab", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("h[ae]llo", "hallo", true)]
    [InlineData("h[ae]llo", "hillo", false)]
    [InlineData("h[^e]llo", "hallo", true)]
    [InlineData("h[^e]llo", "hello", false)]
    [InlineData("h[a-c]llo", "hbllo", true)]
    [InlineData("h[c-a]llo", "hbllo", true)]
    [InlineData("[a-]", "]", true)]
    [InlineData("[a-]", "b", false)]
    [InlineData("[]", "a", false)]
    [InlineData("[^]", "a", true)]
    [InlineData("[a", "a", true)]
    [InlineData("[", "[", false)]
    [InlineData("[\\]]", "]", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("a\\", "a\\", true)]
    [InlineData("[\u0080-z]", "a", true)]
    [InlineData("[a-\u00ff]", "\u00fe", false)]
    [InlineData("a*b*c", "a1b2b3c", true)]
    [InlineData("a*b*c", "a1b2b3", false)]
    public void Pattern_matches_as_in_Redis(string pattern, string text, bool matches) =>
        Assert.Equal(matches, GlobPattern.Matches(Encoding.Latin1.GetBytes(pattern), Encoding.Latin1.GetBytes(text)));

    [Theory]
    [InlineData("MAX*", "maxmemory", true)]
    [InlineData("[A-C]x", "bX", true)]
    [InlineData("\\A", "a", true)]
    [InlineData("b", "a", false)]
    public void Pattern_may_ignore_case(string pattern, string text, bool matches) =>
        Assert.Equal(matches, GlobPattern.Matches(Encoding.Latin1.GetBytes(pattern), Encoding.Latin1.GetBytes(text), ignoreCase: true));

    [Fact]
    public void Everything_is_the_lone_star()
    {
        Assert.True(GlobPattern.IsEverything("*"u8));
        Assert.False(GlobPattern.IsEverything("**"u8));
    }

    [Fact]
    public void Pattern_equals_full_backtracking_on_random_input()
    {
        const int seed = 20;
        var random = new Random(seed);
        for (var i = 0; i < 200_000; i++)
        {
            var pattern = Word(random, "ab*?[^-]\\", 8);
            var text = Word(random, "ab-]", 7);
            var expected = text.Length == 0 ? pattern.Length == 0 : Backtrack(pattern, text);
            Assert.True(expected == GlobPattern.Matches(pattern, text), $"seed {seed}: {Encoding.Latin1.GetString(pattern)} against {Encoding.Latin1.GetString(text)} should be {expected}");
        }
    }

    [Fact]
    public void Pattern_built_to_blow_up_takes_steps_in_proportion()
    {
        // Exponential for plain backtracking: 25 stars over 5000 bytes would never end.
        var pattern = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("a*", 25)) + "b");
        var text = Encoding.Latin1.GetBytes(new string('a', 5000));
        Assert.False(GlobPattern.Matches(pattern, text));
    }

    /// <summary>The naive twin: tries every length for each star; other elements are single-element patterns of the subject.</summary>
    private static bool Backtrack(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text)
    {
        if (pattern.IsEmpty) return text.IsEmpty;
        if (pattern[0] == '*')
        {
            if (pattern.TrimStart((byte)'*').IsEmpty) return true;
            for (var taken = 0; taken <= text.Length; taken++)
            {
                if (Backtrack(pattern[1..], text[taken..])) return true;
            }
            return false;
        }
        if (text.IsEmpty) return false;
        var element = Element(pattern);
        return GlobPattern.Matches(pattern[..element], text[..1]) && Backtrack(pattern[element..], text[1..]);
    }

    private static int Element(ReadOnlySpan<byte> pattern)
    {
        if (pattern[0] == '\\' && pattern.Length > 1) return 2;
        if (pattern[0] != '[') return 1;
        var at = pattern.Length > 1 && pattern[1] == '^' ? 2 : 1;
        while (at < pattern.Length && pattern[at] != ']')
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length) at += 2;
            else if (at + 2 < pattern.Length && pattern[at + 1] == '-') at += 3;
            else at++;
        }
        return Math.Min(at + 1, pattern.Length);
    }

    private static byte[] Word(Random random, string letters, int longest)
    {
        var word = new byte[random.Next(longest + 1)];
        for (var i = 0; i < word.Length; i++) word[i] = (byte)letters[random.Next(letters.Length)];
        return word;
    }
}
