namespace AkkaCache.Commands.Tests.SortedSets;

public class RangeStoreTests
{
    [Theory]
    [InlineData("ZRANGESTORE d b 1 2", ":2", "b 2 c 3")]
    [InlineData("ZRANGESTORE d b 0 1 REV", ":2", "d 3 e inf")]
    [InlineData("ZRANGESTORE d b (1 3 BYSCORE LIMIT 1 5", ":2", "c 3 d 3")]
    [InlineData("ZRANGESTORE d b +inf (2 BYSCORE REV LIMIT 0 2", ":2", "d 3 e inf")]
    [InlineData("ZRANGESTORE d b 7 9", ":0", "")]
    [InlineData("ZRANGESTORE d none 0 -1", ":0", "")]
    public void Zrangestore_puts_the_range_into_the_destination(string line, string reply, string board)
    {
        // The destination is absent, a board, a string; and in many partitions or the source's own.
        foreach (var before in new[] { "DEL d", "ZADD d 1 old 2 other", "SET d x EX 100" })
        {
            using var bench = BoardBench.WithBoard();
            bench.Line(before);
            Assert.Equal(reply, bench.Line(line));
            Assert.Equal(board, bench.Line("ZRANGE d 0 -1 WITHSCORES").Replace("\"", "").Replace(",", "").Trim('[', ']'));
            Assert.Equal(board.Length == 0 ? ":-2" : ":-1", bench.Line("TTL d"));
            Assert.Equal(":5", bench.Line("ZCARD b"));
            bench.Keyspace.CheckInvariants();
        }
    }

    [Fact]
    public void Zrangestore_onto_its_source_keeps_the_range()
    {
        using var bench = BoardBench.WithBoard();
        Assert.Equal(":3", bench.Line("ZRANGESTORE b b 1 3"));
        Assert.Equal("[\"b\", \"c\", \"d\"]", bench.Line("ZRANGE b 0 -1"));
        bench.Keyspace.CheckInvariants();
    }

    [Theory]
    [InlineData("ZRANGESTORE d b 0 1 WITHSCORES", "-ERR syntax error")]
    [InlineData("ZRANGESTORE d b 0 x", "-ERR value is not an integer or out of range")]
    [InlineData("ZRANGESTORE d b 0 1 LIMIT 0 1", "-ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX")]
    [InlineData("ZRANGESTORE d s 0 1", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    [InlineData("ZRANGESTORE d b 0", "-ERR wrong number of arguments for 'zrangestore' command")]
    public void Zrangestore_malformed_leaves_the_destination(string line, string error)
    {
        using var bench = BoardBench.WithBoard();
        bench.Line("SET s x");
        bench.Line("ZADD d 1 old");
        Assert.Equal(error, bench.Line(line));
        Assert.Equal("[\"old\"]", bench.Line("ZRANGE d 0 -1"));
    }

    [Fact]
    public void Zrangestore_has_the_result_as_its_effect()
    {
        using var bench = BoardBench.WithBoard();
        bench.Settings.BoardTtlMs = 1000;
        bench.Line("SET {b}d x");
        var watcher = bench.Watch("{b}d");
        var before = bench.Effects().Count;
        bench.Line("ZRANGESTORE {b}d b 3 9");
        Assert.Equal(["DEL {b}d +", "ZADD {b}d 3 d inf e +", $"PEXPIREAT {{b}}d {Fixture.CommandBench.StartMs + 1000}"], bench.Effects().Skip(before));
        Assert.Equal(1, watcher.Changes);
        bench.Line("ZRANGESTORE {b}d b 9 9");
        Assert.Equal("DEL {b}d", bench.Effects()[^1]);
        Assert.Equal(2, watcher.Changes);
        bench.Line("ZRANGESTORE {b}d b 9 9");
        Assert.Equal(2, watcher.Changes);
    }

    [Fact]
    public void Zrangestore_of_a_large_range_defers_and_has_effects_of_bounded_size()
    {
        using var bench = BoardBench.WithMembers(3000);
        var before = bench.Effects().Count;
        bench.Bounded = true;
        Assert.Equal("deferred", bench.Line("ZRANGESTORE {big}d big 0 -1"));
        Assert.Equal(before, bench.Effects().Count);
        bench.Bounded = false;
        Assert.Equal(":3000", bench.Line("ZRANGESTORE {big}d big 0 -1"));
        var effects = bench.Effects().Skip(before).ToList();
        Assert.All(effects, effect => Assert.InRange(effect.Length, 1, 4096));
        Assert.Equal(3000 * 2, effects.Sum(effect => effect.TrimEnd('+', ' ').Split(' ').Length - 2));
        Assert.Equal("[\"m2999\"]", bench.Line("ZRANGE {big}d -1 -1"));
    }

    [Fact]
    public void Zrangestore_obeys_the_limits_of_boards()
    {
        using var bench = BoardBench.WithBoard();
        bench.Settings.MaxBoardMembers = 3;
        Assert.Equal("-ERR board is full: the limit of members is 3", bench.Line("ZRANGESTORE d b 0 3"));
        bench.Settings.MaxBoards = 1;
        Assert.Equal("-ERR too many boards: the limit is 1", bench.Line("ZRANGESTORE d b 0 1"));
        Assert.Equal(":2", bench.Line("ZRANGESTORE b b 0 1"));
        Assert.Equal(":0", bench.Line("EXISTS d"));
    }
}
