namespace AkkaCache.Commands.Tests.SortedSets;

public class ReadTests
{
    [Theory]
    [InlineData("ZCARD b", ":5", ":5")]
    [InlineData("ZCARD none", ":0", ":0")]
    [InlineData("ZSCORE b a", "\"1\"", ",1")]
    [InlineData("ZSCORE b e", "\"inf\"", ",inf")]
    [InlineData("ZSCORE b x", "nil", "_")]
    [InlineData("ZSCORE none x", "nil", "_")]
    [InlineData("ZMSCORE b a x e", "[\"1\", nil, \"inf\"]", "[,1, _, ,inf]")]
    [InlineData("ZMSCORE none a b", "[nil, nil]", "[_, _]")]
    [InlineData("ZRANK b a", ":0", ":0")]
    [InlineData("ZRANK b d", ":3", ":3")]
    [InlineData("ZREVRANK b d", ":1", ":1")]
    [InlineData("ZRANK b x", "nil", "_")]
    [InlineData("ZRANK none x", "nil", "_")]
    [InlineData("ZRANK b d WITHSCORE", "[:3, \"3\"]", "[:3, ,3]")]
    [InlineData("ZREVRANK b e withscore", "[:0, \"inf\"]", "[:0, ,inf]")]
    [InlineData("ZRANK b x WITHSCORE", "nil*", "_")]
    [InlineData("ZREVRANK none x WITHSCORE", "nil*", "_")]
    [InlineData("ZRANK b a WITHSCORES", "-ERR syntax error", "-ERR syntax error")]
    [InlineData("ZRANK b a WITHSCORE x", "-ERR wrong number of arguments for 'zrank' command", "-ERR wrong number of arguments for 'zrank' command")]
    [InlineData("ZCOUNT b 1 3", ":4", ":4")]
    [InlineData("ZCOUNT b (1 (3", ":1", ":1")]
    [InlineData("ZCOUNT b -inf +inf", ":5", ":5")]
    [InlineData("ZCOUNT b (3 (inf", ":0", ":0")]
    [InlineData("ZCOUNT b 3 1", ":0", ":0")]
    [InlineData("ZCOUNT none 3 1", ":0", ":0")]
    [InlineData("ZCOUNT b a 1", "-ERR min or max is not a float", "-ERR min or max is not a float")]
    [InlineData("ZCOUNT b 1 nan", "-ERR min or max is not a float", "-ERR min or max is not a float")]
    public void Read_replies_as_Redis(string line, string resp2, string resp3)
    {
        using var two = BoardBench.WithBoard();
        using var three = BoardBench.WithBoard(protocol: 3);
        Assert.Equal(resp2, two.Line(line));
        Assert.Equal(resp3, three.Line(line));
    }

    [Theory]
    [InlineData("ZCARD s")]
    [InlineData("ZSCORE s a")]
    [InlineData("ZMSCORE s a")]
    [InlineData("ZRANK s a")]
    [InlineData("ZREVRANK s a WITHSCORE")]
    [InlineData("ZCOUNT s 0 1")]
    [InlineData("ZLEXCOUNT s - +")]
    public void Read_of_a_string_is_refused(string line)
    {
        using var bench = BoardBench.New();
        bench.Line("SET s x");
        Assert.Equal("-WRONGTYPE Operation against a key holding the wrong kind of value", bench.Line(line));
    }

    [Theory]
    [InlineData("-", "+", 6)]
    [InlineData("[b", "[d", 3)]
    [InlineData("(b", "(d", 1)]
    [InlineData("-", "(b", 2)]
    [InlineData("+", "-", 0)]
    [InlineData("+", "+", 0)]
    [InlineData("[bb", "+", 3)]
    [InlineData("[", "[a", 1)]
    public void Zlexcount_counts_between_byte_strings(string min, string max, int count)
    {
        using var bench = BoardBench.New();
        bench.Line("ZADD l 0 a 0 b 0 c 0 d 0 e 0 aa");
        Assert.Equal($":{count}", bench.Run("ZLEXCOUNT", "l", min, max));
    }

    [Fact]
    public void Rank_agrees_with_range_on_a_large_board()
    {
        using var bench = BoardBench.WithMembers(1000);
        Assert.Equal(":417", bench.Line("ZRANK big m0417"));
        Assert.Equal(":582", bench.Line("ZREVRANK big m0417"));
        Assert.Equal("[\"m0417\"]", bench.Line("ZRANGE big 417 417"));
        Assert.Equal(":101", bench.Line("ZCOUNT big 100 200"));
    }
}
