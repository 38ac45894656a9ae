namespace AkkaCache.Commands.Tests.SortedSets;

public class RangeTests
{
    private const string NotFloat = "-ERR min or max is not a float";
    private const string NotString = "-ERR min or max not valid string range item";
    private const string NotInteger = "-ERR value is not an integer or out of range";
    private const string Syntax = "-ERR syntax error";

    [Theory]
    [InlineData("ZRANGE b 0 -1", "a b c d e")]
    [InlineData("ZRANGE b 1 2", "b c")]
    [InlineData("ZRANGE b -2 -1", "d e")]
    [InlineData("ZRANGE b -100 1", "a b")]
    [InlineData("ZRANGE b 3 100", "d e")]
    [InlineData("ZRANGE b 5 9", "")]
    [InlineData("ZRANGE b 3 1", "")]
    [InlineData("ZRANGE b 0 -9", "")]
    [InlineData("ZRANGE b 0 1 REV", "e d")]
    [InlineData("ZRANGE b -1 -1 rev", "a")]
    [InlineData("ZRANGE none 0 -1", "")]
    [InlineData("ZRANGE b 0 1 LIMIT 5 -1", "a b")]
    [InlineData("ZREVRANGE b 0 1", "e d")]
    [InlineData("ZREVRANGE b 1 -2", "d c b")]
    [InlineData("ZRANGE b (1 3 BYSCORE", "b c d")]
    [InlineData("ZRANGE b 3 (1 BYSCORE REV", "d c b")]
    [InlineData("ZRANGE b 3 1 BYSCORE", "")]
    [InlineData("ZRANGE b -inf +inf BYSCORE LIMIT 1 2", "b c")]
    [InlineData("ZRANGE b +inf -inf BYSCORE REV LIMIT 1 2", "d c")]
    [InlineData("ZRANGE b -inf +inf BYSCORE LIMIT 3 -1", "d e")]
    [InlineData("ZRANGE b -inf +inf BYSCORE LIMIT 0 0", "")]
    [InlineData("ZRANGE b -inf +inf BYSCORE LIMIT -1 5", "")]
    [InlineData("ZRANGE b -inf +inf BYSCORE LIMIT 9 5", "")]
    [InlineData("ZRANGE b -inf +inf LIMIT 1 2 REV LIMIT 0 1 BYSCORE", "")]
    [InlineData("ZRANGEBYSCORE b 2 3", "b c d")]
    [InlineData("ZRANGEBYSCORE b (3 inf", "e")]
    [InlineData("ZRANGEBYSCORE b -inf inf LIMIT 2 9223372036854775807", "c d e")]
    [InlineData("ZREVRANGEBYSCORE b inf 3 LIMIT 1 1", "d")]
    [InlineData("ZREVRANGEBYSCORE b 3 (3", "")]
    public void Range_returns_members(string line, string members)
    {
        using var bench = BoardBench.WithBoard();
        var expected = members.Length == 0 ? "[]" : "[\"" + members.Replace(" ", "\", \"") + "\"]";
        Assert.Equal(expected, bench.Line(line));
    }

    [Theory]
    [InlineData("ZRANGE l [b [d BYLEX", "b c d")]
    [InlineData("ZRANGE l (d - BYLEX REV LIMIT 1 2", "b aa")]
    [InlineData("ZRANGEBYLEX l - (b", "a aa")]
    [InlineData("ZRANGEBYLEX l [aa (c LIMIT 1 5", "b")]
    [InlineData("ZREVRANGEBYLEX l + [d", "e d")]
    [InlineData("ZREVRANGEBYLEX l [d (b", "d c")]
    [InlineData("ZREVRANGEBYLEX l - +", "")]
    public void Range_by_bytes_returns_members(string line, string members)
    {
        using var bench = BoardBench.New();
        bench.Line("ZADD l 0 a 0 b 0 c 0 d 0 e 0 aa");
        var expected = members.Length == 0 ? "[]" : "[\"" + members.Replace(" ", "\", \"") + "\"]";
        Assert.Equal(expected, bench.Line(line));
    }

    [Theory]
    [InlineData("ZRANGE b 0 1 WITHSCORES")]
    [InlineData("ZRANGEBYSCORE b 1 2 WITHSCORES LIMIT 0 9")]
    [InlineData("ZRANGE b 1 2 BYSCORE withscores")]
    public void Range_with_scores_is_flat_in_RESP2_and_nested_in_RESP3(string line)
    {
        using var two = BoardBench.WithBoard();
        using var three = BoardBench.WithBoard(protocol: 3);
        Assert.Equal("[\"a\", \"1\", \"b\", \"2\"]", two.Line(line));
        Assert.Equal("[[\"a\", ,1], [\"b\", ,2]]", three.Line(line));
    }

    [Fact]
    public void Reversed_range_with_scores_is_nested_in_RESP3()
    {
        using var bench = BoardBench.WithBoard(protocol: 3);
        Assert.Equal("[[\"e\", ,inf], [\"d\", ,3]]", bench.Line("ZREVRANGE b 0 1 WITHSCORES"));
        Assert.Equal("[]", bench.Line("ZREVRANGE b 7 9 WITHSCORES"));
    }

    [Theory]
    [InlineData("ZRANGE b a 1", NotInteger)]
    [InlineData("ZRANGE b 0 9223372036854775808", NotInteger)]
    [InlineData("ZRANGE b 0 1 LIMIT 0 1", "-ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")]
    [InlineData("ZRANGE b 0 1 BYLEX WITHSCORES", "-ERR syntax error, WITHSCORES not supported in combination with BYLEX")]
    [InlineData("ZRANGEBYLEX b - + WITHSCORES", "-ERR syntax error, WITHSCORES not supported in combination with BYLEX")]
    [InlineData("ZRANGE b 0 1 BYLEX", NotString)]
    [InlineData("ZRANGE b x 1 BYSCORE", NotFloat)]
    [InlineData("ZRANGE b 0 1 BYSCORE BYLEX", Syntax)]
    [InlineData("ZRANGE b 0 1 BYSCORE BYSCORE", Syntax)]
    [InlineData("ZRANGE b 0 1 REV REV", Syntax)]
    [InlineData("ZRANGE b 0 1 BYSCORE LIMIT 0", Syntax)]
    [InlineData("ZRANGE b 0 1 BYSCORE LIMIT x 1", NotInteger)]
    [InlineData("ZRANGE b 0 1 FOO", Syntax)]
    [InlineData("ZREVRANGE b 0 1 REV", Syntax)]
    [InlineData("ZREVRANGE b 0 1 BYSCORE", Syntax)]
    [InlineData("ZRANGEBYSCORE b 0 1 REV", Syntax)]
    [InlineData("ZRANGEBYSCORE b (a 1", NotFloat)]
    [InlineData("ZREVRANGEBYLEX b a [a", NotString)]
    [InlineData("ZLEXCOUNT b a [a", NotString)]
    [InlineData("ZRANGE b 0", "-ERR wrong number of arguments for 'zrange' command")]
    public void Range_malformed_gives_the_error(string line, string error)
    {
        using var bench = BoardBench.WithBoard();
        Assert.Equal(error, bench.Line(line));
    }

    [Theory]
    [InlineData("ZRANGE s 0 -1")]
    [InlineData("ZREVRANGE s 0 -1 WITHSCORES")]
    [InlineData("ZRANGEBYSCORE s 0 1")]
    [InlineData("ZRANGEBYLEX s - +")]
    public void Range_of_a_string_is_refused(string line)
    {
        using var bench = BoardBench.New();
        bench.Line("SET s x");
        Assert.Equal("-WRONGTYPE Operation against a key holding the wrong kind of value", bench.Line(line));
    }

    [Fact]
    public void Large_range_defers_on_a_socket_thread_with_nothing_written_or_counted()
    {
        using var bench = BoardBench.WithMembers(3000);
        var hits = bench.SpaceOf("big").Statistics.Hits;
        bench.Bounded = true;
        Assert.Equal("deferred", bench.Line("ZRANGE big 0 -1"));
        Assert.Equal("deferred", bench.Line("ZRANGE big +inf -inf BYSCORE REV WITHSCORES"));
        Assert.Equal(hits, bench.SpaceOf("big").Statistics.Hits);
        Assert.Equal("[\"m0000\", \"m0001\"]", bench.Line("ZRANGE big 0 1"));
        Assert.Equal("[\"m2999\"]", bench.Line("ZRANGE big +inf -inf BYSCORE REV LIMIT 0 1"));
        bench.Bounded = false;
        Assert.EndsWith("\"m2999\"]", bench.Line("ZRANGE big 0 -1"));
    }
}
