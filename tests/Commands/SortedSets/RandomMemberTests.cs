using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.SortedSets;

public class RandomMemberTests
{
    [Theory]
    [InlineData("ZRANDMEMBER none", "nil", "_")]
    [InlineData("ZRANDMEMBER none 3", "[]", "[]")]
    [InlineData("ZRANDMEMBER one", "\"m\"", "\"m\"")]
    [InlineData("ZRANDMEMBER one 5", "[\"m\"]", "[\"m\"]")]
    [InlineData("ZRANDMEMBER one 0", "[]", "[]")]
    [InlineData("ZRANDMEMBER one -2", "[\"m\", \"m\"]", "[\"m\", \"m\"]")]
    [InlineData("ZRANDMEMBER one 1 WITHSCORES", "[\"m\", \"7\"]", "[[\"m\", ,7]]")]
    [InlineData("ZRANDMEMBER one -2 withscores", "[\"m\", \"7\", \"m\", \"7\"]", "[[\"m\", ,7], [\"m\", ,7]]")]
    [InlineData("ZRANDMEMBER one x", "-ERR value is not an integer or out of range", "-ERR value is not an integer or out of range")]
    [InlineData("ZRANDMEMBER one 1 x", "-ERR syntax error", "-ERR syntax error")]
    [InlineData("ZRANDMEMBER one 1 WITHSCORES x", "-ERR syntax error", "-ERR syntax error")]
    [InlineData("ZRANDMEMBER one 9223372036854775807 WITHSCORES", "-ERR value is out of range", "-ERR value is out of range")]
    [InlineData("ZRANDMEMBER one -9223372036854775807", "-ERR value is out of range", "-ERR value is out of range")]
    [InlineData("ZRANDMEMBER one -9223372036854775808",
        "-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807",
        "-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807")]
    [InlineData("ZRANDMEMBER s", "-WRONGTYPE Operation against a key holding the wrong kind of value", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZRANDMEMBER s 2", "-WRONGTYPE Operation against a key holding the wrong kind of value", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    public void Zrandmember_replies_as_Redis(string line, string resp2, string resp3)
    {
        foreach (var (protocol, expected) in new[] { (2, resp2), (3, resp3) })
        {
            using var bench = BoardBench.New(protocol);
            bench.Line("ZADD one 7 m");
            bench.Line("SET s x");
            Assert.Equal(expected, bench.Line(line));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Zrandmember_with_a_count_returns_distinct_members(int count)
    {
        using var bench = BoardBench.WithMembers(100);
        var members = Members(bench, count);
        Assert.Equal(Math.Min(count, 100), members.Length);
        Assert.Equal(members.Length, members.Distinct().Count());
        Assert.All(members, member => Assert.NotEqual("nil", bench.Run("ZSCORE", "big", member)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(-3)]
    public void Zrandmember_reaches_every_member_about_equally_often(int count)
    {
        const int Boards = 16, Rounds = 4000;
        using var bench = BoardBench.WithMembers(Boards);
        var hits = new Dictionary<string, int>();
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var member in Members(bench, count)) hits[member] = hits.GetValueOrDefault(member) + 1;
        }
        // Each count is binomial; six standard deviations around its mean.
        var mean = Rounds * Math.Abs(count) / (double)Boards;
        var margin = 6 * Math.Sqrt(mean);
        Assert.Equal(Boards, hits.Count);
        Assert.All(hits.Values, n => Assert.InRange(n, mean - margin, mean + margin));
    }

    [Fact]
    public void Zrandmember_of_many_defers_on_a_socket_thread()
    {
        using var bench = BoardBench.WithMembers(3000);
        bench.Bounded = true;
        Assert.Equal("deferred", bench.Line("ZRANDMEMBER big 2900"));
        Assert.Equal("deferred", bench.Line("ZRANDMEMBER big -5000"));
        Assert.Equal(100, Members(bench, 100).Length);
    }

    private static string[] Members(CommandBench bench, int count) =>
        bench.Run("ZRANDMEMBER", "big", $"{count}").Trim('[', ']').Replace("\"", "").Split(", ");
}
