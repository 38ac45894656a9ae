namespace AkkaCache.Commands.Tests.SortedSets;

public class PopTests
{
    [Theory]
    [InlineData("ZPOPMIN b", "[\"a\", \"1\"]", "[\"a\", ,1]")]
    [InlineData("ZPOPMAX b", "[\"e\", \"inf\"]", "[\"e\", ,inf]")]
    [InlineData("ZPOPMIN b 1", "[\"a\", \"1\"]", "[[\"a\", ,1]]")]
    [InlineData("ZPOPMAX b 2", "[\"e\", \"inf\", \"d\", \"3\"]", "[[\"e\", ,inf], [\"d\", ,3]]")]
    [InlineData("ZPOPMIN b 0", "[]", "[]")]
    [InlineData("ZPOPMIN none", "[]", "[]")]
    [InlineData("ZPOPMAX none 3", "[]", "[]")]
    [InlineData("ZPOPMIN b -1", "-ERR value is out of range, must be positive", "-ERR value is out of range, must be positive")]
    [InlineData("ZPOPMIN b x", "-ERR value is out of range, must be positive", "-ERR value is out of range, must be positive")]
    [InlineData("ZPOPMIN b 1 2", "-ERR syntax error", "-ERR syntax error")]
    [InlineData("ZPOPMIN s x", "-ERR value is out of range, must be positive", "-ERR value is out of range, must be positive")]
    [InlineData("ZPOPMAX s", "-WRONGTYPE Operation against a key holding the wrong kind of value", "-WRONGTYPE Operation against a key holding the wrong kind of value")]
    public void Pop_replies_as_Redis(string line, string resp2, string resp3)
    {
        using var two = BoardBench.WithBoard();
        using var three = BoardBench.WithBoard(protocol: 3);
        two.Line("SET s x");
        three.Line("SET s x");
        Assert.Equal(resp2, two.Line(line));
        Assert.Equal(resp3, three.Line(line));
    }

    [Fact]
    public void Pop_removes_what_it_returns()
    {
        using var bench = BoardBench.WithBoard();
        bench.Line("ZPOPMIN b 2");
        bench.Line("ZPOPMAX b");
        Assert.Equal("[\"c\", \"3\", \"d\", \"3\"]", bench.Line("ZRANGE b 0 -1 WITHSCORES"));
        Assert.Equal("[\"c\", \"3\", \"d\", \"3\"]", bench.Line("ZPOPMIN b 9223372036854775807"));
        Assert.Equal(":0", bench.Line("EXISTS b"));
        bench.Keyspace.CheckInvariants();
    }

    [Fact]
    public void Zpopmax_of_a_large_board_takes_from_the_top()
    {
        using var bench = BoardBench.WithMembers(500);
        Assert.Equal("[\"m0499\", \"499\", \"m0498\", \"498\", \"m0497\", \"497\"]", bench.Line("ZPOPMAX big 3"));
        Assert.Equal(":497", bench.Line("ZCARD big"));
    }
}
