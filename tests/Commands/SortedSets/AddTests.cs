namespace AkkaCache.Commands.Tests.SortedSets;

public class AddTests
{
    private const string Full = "a 1 b 2 c 3 d 3 e inf";

    private static string BoardAfter(string line)
    {
        using var bench = BoardBench.WithBoard();
        bench.Line(line);
        return bench.Line("ZRANGE b 0 -1 WITHSCORES").Replace("\"", "").Replace(",", "").Trim('[', ']');
    }

    [Theory]
    [InlineData("ZADD new 1 a", ":1")]
    [InlineData("ZADD b 9 x 8 y", ":2")]
    [InlineData("ZADD b 9 x 8 x", ":1")]
    [InlineData("ZADD b 5 a", ":0")]
    [InlineData("ZADD b CH 5 a 2 b 7 x", ":2")]
    [InlineData("ZADD b NX 5 a 7 x", ":1")]
    [InlineData("ZADD b XX 5 a 7 x", ":0")]
    [InlineData("ZADD b XX CH 5 a 7 x", ":1")]
    [InlineData("ZADD new XX 5 a", ":0")]
    [InlineData("ZADD b GT CH 0 a 5 b 1 x", ":2")]
    [InlineData("ZADD b LT CH 0 a 5 b 1 x", ":2")]
    [InlineData("ZADD b XX GT CH 9 a 1 b 7 x", ":1")]
    [InlineData("zadd b ch Ch gt GT 9 a", ":1")]
    [InlineData("ZADD b INCR 5 a", "\"6\"")]
    [InlineData("ZADD b INCR 5 x", "\"5\"")]
    [InlineData("ZADD b NX INCR 5 a", "nil")]
    [InlineData("ZADD b XX INCR 5 x", "nil")]
    [InlineData("ZADD new XX INCR 5 x", "nil")]
    [InlineData("ZADD b GT INCR -1 a", "nil")]
    [InlineData("ZADD b LT INCR -1 a", "\"0\"")]
    [InlineData("ZADD b GT INCR 0 a", "nil")]
    [InlineData("ZADD b CH INCR 0 a", "\"1\"")]
    public void Zadd_option_replies_as_Redis(string line, string reply)
    {
        using var bench = BoardBench.WithBoard();
        Assert.Equal(reply, bench.Line(line));
        bench.Keyspace.CheckInvariants();
    }

    [Theory]
    [InlineData("ZADD b 5 a", "b 2 c 3 d 3 a 5 e inf")]
    [InlineData("ZADD b NX 5 a 0 x", "x 0 a 1 b 2 c 3 d 3 e inf")]
    [InlineData("ZADD b XX 0 b 0 x", "b 0 a 1 c 3 d 3 e inf")]
    [InlineData("ZADD b GT 0 a 5 b 0 x", "x 0 a 1 c 3 d 3 b 5 e inf")]
    [InlineData("ZADD b LT 0 b 5 a 0.5 x", "b 0 x 0.5 a 1 c 3 d 3 e inf")]
    [InlineData("ZADD b XX LT 5 a 0 x", Full)]
    [InlineData("ZADD b -inf d", "d -inf a 1 b 2 c 3 e inf")]
    [InlineData("ZINCRBY b 1.5 a", "b 2 a 2.5 c 3 d 3 e inf")]
    public void Zadd_option_changes_what_it_allows(string line, string board) => Assert.Equal(board, BoardAfter(line));

    [Theory]
    [InlineData("ZADD b 1", "-ERR wrong number of arguments for 'zadd' command")]
    [InlineData("ZADD b 1 a 2", "-ERR syntax error")]
    [InlineData("ZADD b NX a", "-ERR wrong number of arguments for 'zadd' command", "-ERR syntax error")]
    [InlineData("ZADD b NX XX CH", "-ERR syntax error")]
    [InlineData("ZADD b NX XX 1 a", "-ERR XX and NX options at the same time are not compatible")]
    [InlineData("ZADD b NX XX GT LT INCR 1 a 2 b", "-ERR XX and NX options at the same time are not compatible")]
    [InlineData("ZADD b GT NX 1 a", "-ERR GT, LT, and/or NX options at the same time are not compatible")]
    [InlineData("ZADD b LT NX 1 a", "-ERR GT, LT, and/or NX options at the same time are not compatible")]
    [InlineData("ZADD b GT LT 1 a", "-ERR GT, LT, and/or NX options at the same time are not compatible")]
    [InlineData("ZADD b INCR 1 a 2 b", "-ERR INCR option supports a single increment-element pair")]
    [InlineData("ZADD b FOO 1 a", "-ERR syntax error")]
    [InlineData("ZADD b FOO a", "-ERR value is not a valid float")]
    [InlineData("ZADD b 9 a nan b", "-ERR value is not a valid float")]
    [InlineData("ZADD b 9 a 1e999 b", "-ERR value is not a valid float")]
    [InlineData("ZADD b INCR -inf e", "-ERR resulting score is not a number (NaN)")]
    [InlineData("ZINCRBY b -inf e", "-ERR resulting score is not a number (NaN)")]
    [InlineData("ZINCRBY b x a", "-ERR value is not a valid float")]
    [InlineData("ZINCRBY b nx a", "-ERR syntax error")]
    [InlineData("ZINCRBY b 1 a x", "-ERR wrong number of arguments for 'zincrby' command")]
    public void Zadd_malformed_gives_the_error_and_changes_nothing(string line, string error, string? or = null)
    {
        using var bench = BoardBench.WithBoard();
        var effects = bench.Effects().Count;
        Assert.Contains(bench.Line(line), new[] { error, or });
        Assert.Equal(effects, bench.Effects().Count);
        Assert.Equal(Full, BoardAfter(line));
    }

    [Theory]
    [InlineData("ZADD s 1 a")]
    [InlineData("ZADD s XX 1 a")]
    [InlineData("ZINCRBY s 1 a")]
    public void Zadd_to_a_string_is_refused(string line)
    {
        using var bench = BoardBench.New();
        bench.Line("SET s x");
        Assert.Equal("-WRONGTYPE Operation against a key holding the wrong kind of value", bench.Line(line));
    }

    [Fact]
    public void Zadd_checks_scores_before_the_key()
    {
        using var bench = BoardBench.New();
        bench.Line("SET s x");
        Assert.Equal("-ERR value is not a valid float", bench.Line("ZADD s z a"));
    }

    [Fact]
    public void Zincrby_replies_with_a_double_in_RESP3()
    {
        using var bench = BoardBench.New(protocol: 3);
        Assert.Equal(",0.10000000000000001", bench.Line("ZINCRBY b 0.1 a"));
        Assert.Equal(",0.30000000000000004", bench.Line("ZINCRBY b 0.2 a"));
        Assert.Equal("_", bench.Line("ZADD b NX INCR 1 a"));
    }

    [Fact]
    public void Zadd_keeps_binary_members()
    {
        using var bench = BoardBench.New();
        bench.Run("ZADD", "b", "1", "", "2", "\0\r\n", "3", "\xff");
        Assert.Equal("[\"\", \"\\0\\r\\n\", \"\xff\"]", bench.Line("ZRANGE b 0 -1"));
    }

    [Fact]
    public void Negative_zero_loses_its_sign_on_a_compact_board_only()
    {
        using var bench = BoardBench.New();
        Assert.Equal("\"-0\"", bench.Line("ZADD b INCR -0 a"));
        Assert.Equal("\"0\"", bench.Line("ZSCORE b a"));
        for (var i = 0; i < 200; i++) bench.Run("ZADD", "b", "1", $"m{i}");
        bench.Line("ZADD b -0 z");
        Assert.Equal("\"-0\"", bench.Line("ZSCORE b z"));
    }
}
