namespace AkkaCache.Commands.Tests.SortedSets;

public class RemoveTests
{
    private const string Empty = "[]";

    [Theory]
    [InlineData("ZREM b a", ":1", "b c d e")]
    [InlineData("ZREM b a x a c", ":2", "b d e")]
    [InlineData("ZREM b x", ":0", "a b c d e")]
    [InlineData("ZREM none x", ":0", "a b c d e")]
    [InlineData("ZREMRANGEBYRANK b 0 1", ":2", "c d e")]
    [InlineData("ZREMRANGEBYRANK b -2 -1", ":2", "a b c")]
    [InlineData("ZREMRANGEBYRANK b 3 1", ":0", "a b c d e")]
    [InlineData("ZREMRANGEBYRANK b 5 9", ":0", "a b c d e")]
    [InlineData("ZREMRANGEBYSCORE b 2 3", ":3", "a e")]
    [InlineData("ZREMRANGEBYSCORE b (2 (3", ":0", "a b c d e")]
    [InlineData("ZREMRANGEBYSCORE none 2 3", ":0", "a b c d e")]
    public void Removal_takes_what_it_names(string line, string reply, string left)
    {
        using var bench = BoardBench.WithBoard();
        Assert.Equal(reply, bench.Line(line));
        Assert.Equal("[\"" + left.Replace(" ", "\", \"") + "\"]", bench.Line("ZRANGE b 0 -1"));
        bench.Keyspace.CheckInvariants();
    }

    [Theory]
    [InlineData("ZREM b a b c d e x", ":5")]
    [InlineData("ZREMRANGEBYRANK b 0 -1", ":5")]
    [InlineData("ZREMRANGEBYSCORE b -inf inf", ":5")]
    [InlineData("ZREMRANGEBYLEX b - +", ":5")]
    public void Removal_of_the_last_member_removes_the_key(string line, string reply)
    {
        using var bench = BoardBench.WithBoard();
        Assert.Equal(reply, bench.Line(line));
        Assert.Equal(":0", bench.Line("EXISTS b"));
        Assert.Equal(Empty, bench.Line("ZRANGE b 0 -1"));
        bench.Keyspace.CheckInvariants();
    }

    [Fact]
    public void Zremrangebylex_removes_between_byte_strings()
    {
        using var bench = BoardBench.New();
        bench.Line("ZADD l 0 a 0 b 0 c 0 d");
        Assert.Equal(":2", bench.Line("ZREMRANGEBYLEX l (a [c"));
        Assert.Equal("[\"a\", \"d\"]", bench.Line("ZRANGE l 0 -1"));
    }

    [Theory]
    [InlineData("ZREMRANGEBYRANK b x 1", "-ERR value is not an integer or out of range")]
    [InlineData("ZREMRANGEBYSCORE b x 1", "-ERR min or max is not a float")]
    [InlineData("ZREMRANGEBYLEX b x +", "-ERR min or max not valid string range item")]
    [InlineData("ZREMRANGEBYRANK b 0", "-ERR wrong number of arguments for 'zremrangebyrank' command")]
    [InlineData("ZREM b", "-ERR wrong number of arguments for 'zrem' command")]
    [InlineData("ZREM s a", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZREMRANGEBYRANK s 0 1", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZREMRANGEBYSCORE s 0 1", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZREMRANGEBYLEX s - +", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    public void Removal_malformed_gives_the_error(string line, string error)
    {
        using var bench = BoardBench.WithBoard();
        bench.Line("SET s x");
        Assert.Equal(error, bench.Line(line));
        Assert.Equal(":5", bench.Line("ZCARD b"));
    }

    [Theory]
    [InlineData("ZREMRANGEBYRANK big 0 -1")]
    [InlineData("ZREMRANGEBYSCORE big -inf inf")]
    [InlineData("ZPOPMIN big 2500")]
    [InlineData("ZPOPMAX big 3000")]
    public void Large_removal_defers_on_a_socket_thread_with_nothing_changed(string line)
    {
        using var bench = BoardBench.WithMembers(3000);
        var effects = bench.Effects().Count;
        bench.Bounded = true;
        Assert.Equal("deferred", bench.Line(line));
        Assert.Equal(":3000", bench.Line("ZCARD big"));
        Assert.Equal(effects, bench.Effects().Count);
        bench.Bounded = false;
        bench.Line(line);
        Assert.NotEqual(":3000", bench.Line("ZCARD big"));
        bench.Keyspace.CheckInvariants();
    }
}
