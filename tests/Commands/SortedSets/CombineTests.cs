namespace AkkaCache.Commands.Tests.SortedSets;

public class CombineTests
{
    private static Fixture.CommandBench Bench(int protocol = 2)
    {
        var bench = BoardBench.New(protocol);
        bench.Line("ZADD a 1 x 2 y 3 z");
        bench.Line("ZADD b 10 y 20 z 30 w");
        bench.Line("ZADD c inf z -inf q");
        bench.Line("SET s text");
        return bench;
    }

    [Theory]
    [InlineData("ZUNION 2 a b", "x y z w")]
    [InlineData("ZUNION 3 a none b WITHSCORES", "x 1 y 12 z 23 w 30")]
    [InlineData("ZUNION 2 a b WEIGHTS 2 -1 WITHSCORES", "w -30 z -14 y -6 x 2")]
    [InlineData("ZUNION 2 a b AGGREGATE MIN WITHSCORES", "x 1 y 2 z 3 w 30")]
    [InlineData("ZUNION 2 a b withscores aggregate max weights 100 1", "w 30 x 100 y 200 z 300")]
    [InlineData("ZUNION 2 c c WEIGHTS 1 -1 WITHSCORES", "q 0 z 0")]
    [InlineData("ZUNION 1 none", "")]
    [InlineData("ZINTER 2 a b WITHSCORES", "y 12 z 23")]
    [InlineData("ZINTER 3 a b c", "z")]
    [InlineData("ZINTER 2 a none", "")]
    [InlineData("ZINTER 2 a a WEIGHTS 1 0.5 WITHSCORES", "x 1.5 y 3 z 4.5")]
    [InlineData("ZINTER 2 a c WEIGHTS 1 0 WITHSCORES", "z 3")]
    [InlineData("ZDIFF 2 a b WITHSCORES", "x 1")]
    [InlineData("ZDIFF 3 b none c", "y w")]
    [InlineData("ZDIFF 2 none a", "")]
    [InlineData("ZDIFF 2 a a", "")]
    public void Combination_returns_members_in_order(string line, string expected)
    {
        using var bench = Bench();
        Assert.Equal(expected, bench.Line(line).Replace("\"", "").Replace(",", "").Trim('[', ']'));
    }

    [Theory]
    [InlineData("ZUNION 2 a b WITHSCORES", "[[\"x\", ,1], [\"y\", ,12], [\"z\", ,23], [\"w\", ,30]]")]
    [InlineData("ZINTER 2 a b", "[\"y\", \"z\"]")]
    [InlineData("ZDIFF 2 a b WITHSCORES", "[[\"x\", ,1]]")]
    [InlineData("ZINTERCARD 2 a b", ":2")]
    [InlineData("ZINTERCARD 2 a b LIMIT 1", ":1")]
    [InlineData("ZINTERCARD 2 a b LIMIT 0", ":2")]
    [InlineData("ZINTERCARD 2 a none", ":0")]
    [InlineData("ZMPOP 2 none a MIN", "[\"a\", [[\"x\", ,1]]]")]
    [InlineData("ZMPOP 2 a b MAX COUNT 9", "[\"a\", [[\"z\", ,3], [\"y\", ,2], [\"x\", ,1]]]")]
    [InlineData("ZMPOP 1 none MIN", "_")]
    public void Combination_replies_in_RESP3(string line, string expected)
    {
        using var bench = Bench(protocol: 3);
        Assert.Equal(expected, bench.Line(line));
    }

    [Theory]
    [InlineData("ZMPOP 1 none MIN", "nil*")]
    [InlineData("ZMPOP 1 a MIN COUNT 2", "[\"a\", [[\"x\", \"1\"], [\"y\", \"2\"]]]")]
    [InlineData("ZUNIONSTORE d 2 a b", ":4")]
    [InlineData("ZINTERSTORE s 2 a b", ":2")]
    [InlineData("ZDIFFSTORE a 2 a b", ":1")]
    [InlineData("ZDIFFSTORE s 2 none a", ":0")]
    [InlineData("ZUNION x a", "-ERR value is not an integer or out of range")]
    [InlineData("ZUNION 0 a", "-ERR at least 1 input key is needed for 'zunion' command")]
    [InlineData("ZINTERSTORE d -1 a", "-ERR at least 1 input key is needed for 'zinterstore' command")]
    [InlineData("ZUNION 3 a b", "-ERR syntax error")]
    [InlineData("ZUNION 9223372036854775807 a b", "-ERR syntax error")]
    [InlineData("ZUNION 2 a b WEIGHTS 1", "-ERR syntax error")]
    [InlineData("ZUNION 2 a b WEIGHTS 1 x", "-ERR weight value is not a float")]
    [InlineData("ZUNION 2 a b AGGREGATE AVG", "-ERR syntax error")]
    [InlineData("ZUNIONSTORE d 2 a b WITHSCORES", "-ERR syntax error")]
    [InlineData("ZDIFF 2 a b WEIGHTS 1 1", "-ERR syntax error")]
    [InlineData("ZUNION 2 a s FOO", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZINTERCARD 2 a b LIMIT -1", "-ERR LIMIT can't be negative")]
    [InlineData("ZINTERCARD 2 a b LIMIT x", "-ERR LIMIT can't be negative")]
    [InlineData("ZMPOP 0 a MIN", "-ERR numkeys should be greater than 0")]
    [InlineData("ZMPOP x a MIN", "-ERR numkeys should be greater than 0")]
    [InlineData("ZMPOP 2 a MIN", "-ERR syntax error")]
    [InlineData("ZMPOP 1 a MID", "-ERR syntax error")]
    [InlineData("ZMPOP 1 a MIN COUNT", "-ERR syntax error")]
    [InlineData("ZMPOP 1 a MIN COUNT 0", "-ERR count should be greater than 0")]
    [InlineData("ZMPOP 1 a MIN COUNT 1 COUNT 2", "-ERR syntax error")]
    [InlineData("ZMPOP 2 s a MIN", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    public void Combination_replies_in_RESP2(string line, string expected)
    {
        using var bench = Bench();
        Assert.Equal(expected, bench.Line(line));
        bench.Keyspace.CheckInvariants();
    }

    [Fact]
    public void Stored_combination_has_its_result_as_effect()
    {
        using var bench = Bench();
        var before = bench.Effects().Count;
        bench.Line("ZUNIONSTORE d 2 a b WEIGHTS 0.1 0.1");
        Assert.Equal(before + 1, bench.Effects().Count);
        Assert.Contains("ZADD d 0.10000000000000001 x 1.2 y 2.2999999999999998 z 3 w", bench.Effects());
        bench.Line("ZMPOP 2 none d MAX COUNT 50");
        Assert.Contains("DEL d", bench.Effects());
        Assert.Equal(":0", bench.Line("EXISTS d"));
        bench.Line("ZINTERSTORE a 2 a none");
        Assert.Contains("DEL a", bench.Effects());
    }

    [Fact]
    public void Combination_of_large_boards_defers_on_a_socket_thread()
    {
        using var bench = BoardBench.WithMembers(1500);
        bench.Line("ZUNIONSTORE other 1 big");
        var before = bench.Effects().Count;
        bench.Bounded = true;
        foreach (var line in new[] { "ZUNION 2 big other", "ZINTERCARD 2 big other", "ZDIFFSTORE d 2 big other", "ZINTERSTORE d 2 big other" })
        {
            Assert.Equal("deferred", bench.Line(line));
        }
        Assert.Equal(before, bench.Effects().Count);
        bench.Bounded = false;
        Assert.Equal(":1500", bench.Line("ZINTERCARD 2 big other"));
    }

    [Theory]
    [InlineData("zunion 2 a b", "2 3")]
    [InlineData("zunion 1 a WITHSCORES", "2")]
    [InlineData("zunion 3 a b", "")]
    [InlineData("zunion x a b", "")]
    [InlineData("zunionstore d 2 a b", "1 3 4")]
    [InlineData("zunionstore d 5 a b", "1")]
    [InlineData("zmpop 1 a MIN", "2")]
    [InlineData("zrangestore d s 0 1", "1 2")]
    [InlineData("zadd b 1 m", "1")]
    public void Key_positions_follow_the_count_in_the_command(string line, string expected)
    {
        using var bench = BoardBench.New();
        var vector = Fixture.CommandBytes.Of(line.Split(' ')).Vector;
        var keys = bench.Table.Find(vector[0])!.Keys.In(vector);
        var positions = new List<int>();
        for (var i = keys.First; keys.First > 0 && i <= keys.LastIn(vector.Count); i += keys.Step)
        {
            if (i != keys.CountAt) positions.Add(i);
        }
        Assert.Equal(expected, string.Join(' ', positions));
    }
}
