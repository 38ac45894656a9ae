using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.SortedSets;

public class ScanTests
{
    [Theory]
    [InlineData("ZSCAN b 0", "[\"0\", [\"a\", \"1\", \"b\", \"2\", \"c\", \"3\", \"d\", \"3\", \"e\", \"inf\"]]")]
    [InlineData("ZSCAN b 7 COUNT 1", "[\"0\", [\"a\", \"1\", \"b\", \"2\", \"c\", \"3\", \"d\", \"3\", \"e\", \"inf\"]]")]
    [InlineData("ZSCAN b 0 MATCH [bc]", "[\"0\", [\"b\", \"2\", \"c\", \"3\"]]")]
    [InlineData("ZSCAN b 0 MATCH z* COUNT 1000000000000", "[\"0\", []]")]
    [InlineData("ZSCAN none 0", "[\"0\", []]")]
    [InlineData("ZSCAN none 0 FOO", "[\"0\", []]")]
    [InlineData("ZSCAN b x", "-ERR invalid cursor")]
    [InlineData("ZSCAN none x", "-ERR invalid cursor")]
    [InlineData("ZSCAN b 0 FOO", "-ERR syntax error")]
    [InlineData("ZSCAN b 0 COUNT 0", "-ERR syntax error")]
    [InlineData("ZSCAN b 0 COUNT x", "-ERR value is not an integer or out of range")]
    [InlineData("ZSCAN b 0 TYPE zset", "-ERR syntax error")]
    [InlineData("ZSCAN s 0 FOO", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    public void Zscan_replies_as_Redis_in_either_protocol(string line, string reply)
    {
        foreach (var protocol in new[] { 2, 3 })
        {
            using var bench = BoardBench.WithBoard(protocol);
            bench.Line("SET s x");
            Assert.Equal(reply, bench.Line(line));
        }
    }

    [Fact]
    public void Zscan_shows_whole_scores_of_a_compact_board_with_all_digits()
    {
        using var bench = BoardBench.New();
        bench.Line("ZADD b 1e17 a 0.1 b 5e18 c");
        Assert.Equal("[\"0\", [\"b\", \"0.10000000000000001\", \"a\", \"100000000000000000\", \"c\", \"5e+18\"]]", bench.Line("ZSCAN b 0"));
        Assert.Equal("\"1e+17\"", bench.Line("ZSCORE b a"));
    }

    [Theory]
    [InlineData("*", 1000)]
    [InlineData("m00*", 100)]
    public void Zscan_returns_what_is_there_throughout_while_the_board_changes(string pattern, int expected)
    {
        using var bench = BoardBench.WithMembers(1000);
        var seen = new HashSet<string>();
        var cursor = "0";
        var added = 0;
        do
        {
            cursor = Step(bench, cursor, pattern, seen);
            for (var i = 0; i < 20; i++, added++) bench.Run("ZADD", "big", "1", $"x{added}");
            if (added > 300) bench.Run("ZREM", "big", $"x{added - 300}");
        }
        while (cursor != "0" && added < 100_000);
        Assert.Equal(expected, seen.Count(member => member[0] == 'm'));
    }

    [Fact]
    public void Zscan_of_a_huge_count_defers_on_a_socket_thread()
    {
        using var bench = BoardBench.WithMembers(3000);
        bench.Bounded = true;
        Assert.Equal("deferred", bench.Line("ZSCAN big 0 COUNT 3000"));
        Assert.StartsWith("[", bench.Line("ZSCAN big 0 COUNT 100"));
    }

    private static string Step(CommandBench bench, string cursor, string pattern, HashSet<string> seen)
    {
        var parts = bench.Run("ZSCAN", "big", cursor, "MATCH", pattern).Replace("[", "").Replace("]", "").Replace("\"", "").Split(", ");
        for (var i = 1; i + 1 < parts.Length; i += 2) seen.Add(parts[i]);
        return parts[0];
    }
}
