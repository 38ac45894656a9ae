namespace AkkaCache.Commands.Tests.SortedSets;

public class BoardSettingsTests
{
    private const string Full = "-ERR board is full: the limit of members is 5";
    private const string TooMany = "-ERR too many boards: the limit is 2";

    [Theory]
    [InlineData("ZADD b 1 x", Full)]
    [InlineData("ZADD b 9 a 1 x", Full)]
    [InlineData("ZADD b NX 1 x", Full)]
    [InlineData("ZADD b INCR 1 x", Full)]
    [InlineData("ZINCRBY b 1 x", Full)]
    [InlineData("ZADD new 1 a 2 b 3 c 4 d 5 e 6 f", Full)]
    [InlineData("ZADD b 9 a", ":0")]
    [InlineData("ZADD b XX 9 a 1 x", ":0")]
    [InlineData("ZADD b NX 9 a", ":0")]
    [InlineData("ZINCRBY b 1 a", "\"2\"")]
    [InlineData("ZADD new 1 a 2 b 3 c 4 d 5 e 6 e 7 a", ":5")]
    public void Full_board_takes_no_new_member(string line, string reply)
    {
        using var bench = BoardBench.WithBoard();
        bench.Settings.MaxBoardMembers = 5;
        var effects = bench.Effects().Count;
        Assert.Equal(reply, bench.Line(line));
        Assert.Equal(":5", bench.Line("ZCARD b"));
        if (reply != Full) return;
        Assert.Equal(effects, bench.Effects().Count);
        Assert.Equal("\"1\"", bench.Line("ZSCORE b a"));
        Assert.Equal(":0", bench.Line("EXISTS new"));
    }

    [Fact]
    public void Nearly_full_board_counts_a_repeated_member_once()
    {
        using var bench = BoardBench.WithBoard();
        bench.Settings.MaxBoardMembers = 6;
        Assert.Equal(Full.Replace('5', '6'), bench.Line("ZADD b 1 x 2 y"));
        Assert.Equal(":1", bench.Line("ZADD b 1 x 2 x 3 a 4 x"));
        Assert.Equal(":6", bench.Line("ZCARD b"));
    }

    [Fact]
    public void Another_board_beyond_the_limit_is_refused()
    {
        using var bench = BoardBench.New();
        bench.Settings.MaxBoards = 2;
        bench.Line("ZADD a 1 m");
        bench.Line("ZADD b 1 m");
        Assert.Equal(TooMany, bench.Line("ZADD c 1 m"));
        Assert.Equal(TooMany, bench.Line("ZINCRBY c 1 m"));
        Assert.Equal(":0", bench.Line("ZADD c XX 1 m"));
        Assert.Equal(":1", bench.Line("ZADD a 1 n"));
        Assert.Equal("+OK", bench.Line("SET c x"));
        bench.Line("ZPOPMIN b");
        Assert.Equal(":1", bench.Line("ZADD d 1 m"));
    }

    [Fact]
    public void New_board_gets_the_default_time_to_live()
    {
        using var bench = BoardBench.New();
        bench.Settings.BoardTtlMs = 60_000;
        bench.Line("ZADD b 1 m");
        bench.Line("ZINCRBY c 1.5 m");
        bench.NowMs += 10_000;
        bench.Line("ZADD b 2 n");
        Assert.Equal(":50", bench.Line("TTL b"));
        Assert.Equal(":50", bench.Line("TTL c"));
        var due = Fixture.CommandBench.StartMs + 60_000;
        string[] expected = ["ZADD b 1 m", $"PEXPIREAT b {due}", "ZADD b 2 n"];
        Assert.Equal(expected, bench.Effects().Where(effect => effect.Contains(" b ")));
        Assert.Contains($"PEXPIREAT c {due}", bench.Effects());
        bench.NowMs += 50_000;
        Assert.Equal(":0", bench.Line("ZCARD b"));
    }

    [Fact]
    public void Board_operations_are_counted_when_wanted()
    {
        using var bench = BoardBench.WithBoard();
        var counters = bench.SpaceOf("b").Statistics;
        bench.Line("ZADD b 9 a 8 x");
        bench.Line("ZINCRBY b 1 y");
        bench.Line("ZREM b x q");
        bench.Line("ZPOPMIN b 2");
        bench.Line("ZRANGE b 0 -1");
        bench.Line("ZCOUNT b 0 1");
        bench.Line("ZRANK b a");
        Assert.Equal((7, 3, 2, 1), (counters.BoardAdds, counters.BoardRemovals, counters.BoardRangeQueries, counters.BoardRankQueries));
        bench.Settings.BoardMetrics = false;
        bench.Line("ZADD b 1 new");
        bench.Line("ZREM b new");
        bench.Line("ZRANGE b 0 -1");
        bench.Line("ZREVRANK b a");
        Assert.Equal((7, 3, 2, 1), (counters.BoardAdds, counters.BoardRemovals, counters.BoardRangeQueries, counters.BoardRankQueries));
    }

    [Fact]
    public void Store_is_charged_what_boards_hold()
    {
        using var bench = BoardBench.WithMembers(500);
        var before = bench.SpaceOf("big").Store.UsedBytes;
        for (var i = 500; i < 2000; i++) bench.Run("ZADD", "big", $"{i}", $"m{i:0000}");
        Assert.True(bench.SpaceOf("big").Store.UsedBytes > before + (1500 * 13));
        bench.Keyspace.CheckInvariants();
        bench.Line("ZREMRANGEBYRANK big 0 -2");
        bench.Keyspace.CheckInvariants();
        bench.Line("ZPOPMAX big");
        bench.Keyspace.CheckInvariants();
    }
}
