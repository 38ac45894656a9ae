namespace AkkaCache.Commands.Tests.SortedSets;

public class BoardEffectTests
{
    [Theory]
    [InlineData("ZADD b GT CH 9 a 1 b", "ZADD b GT CH 9 a 1 b")]
    [InlineData("ZADD b 1 x", "ZADD b 1 x")]
    [InlineData("ZINCRBY b 0.1 b", "ZADD b 2.1000000000000001 b")]
    [InlineData("ZADD b XX INCR -0.3 c", "ZADD b 2.7000000000000002 c")]
    [InlineData("ZINCRBY b inf x", "ZADD b inf x")]
    [InlineData("ZREM b a q", "ZREM b a q")]
    [InlineData("ZREM b a b c d e", "DEL b")]
    [InlineData("ZPOPMAX b 5", "DEL b")]
    [InlineData("ZREMRANGEBYRANK b 0 -1", "DEL b")]
    [InlineData("ZREMRANGEBYLEX b - (c", "ZREMRANGEBYRANK b 0 1")]
    [InlineData("ZMPOP 1 b MAX COUNT 2", "ZREMRANGEBYRANK b 3 4")]
    [InlineData("ZADD b -0 x", "ZADD b 0 x")]
    [InlineData("ZINCRBY b -0 x", "ZADD b 0 x")]
    [InlineData("ZPOPMIN b", "ZPOPMIN b")]
    [InlineData("ZPOPMAX b 2", "ZPOPMAX b 2")]
    [InlineData("ZREMRANGEBYRANK b 0 0", "ZREMRANGEBYRANK b 0 0")]
    [InlineData("ZREMRANGEBYSCORE b (1 (3", "ZREMRANGEBYSCORE b (1 (3")]
    public void Change_has_one_effect_and_tells_watchers_once(string line, string effect)
    {
        using var bench = BoardBench.WithBoard();
        var watcher = bench.Watch("b");
        var before = bench.Effects().Count;
        bench.Line(line);
        Assert.Equal([effect], bench.Effects().Skip(before));
        Assert.Equal(1, watcher.Changes);
    }

    [Theory]
    [InlineData("ZADD b 1 a")]
    [InlineData("ZADD b NX 5 a")]
    [InlineData("ZADD b XX 5 x")]
    [InlineData("ZADD b GT CH 0 a")]
    [InlineData("ZADD b INCR 0 a")]
    [InlineData("ZADD b LT INCR 1 a")]
    [InlineData("ZINCRBY b -inf e")]
    [InlineData("ZADD b x a")]
    [InlineData("ZREM b x")]
    [InlineData("ZPOPMIN b 0")]
    [InlineData("ZREMRANGEBYRANK b 7 9")]
    [InlineData("ZREMRANGEBYSCORE b 7 9")]
    [InlineData("ZREMRANGEBYLEX b + -")]
    [InlineData("ZRANGE b 0 -1")]
    [InlineData("ZSCAN b 0")]
    public void No_change_has_no_effect_and_tells_nobody(string line)
    {
        using var bench = BoardBench.WithBoard();
        var watcher = bench.Watch("b");
        var before = bench.Effects().Count;
        bench.Line(line);
        Assert.Equal(before, bench.Effects().Count);
        Assert.Equal(0, watcher.Changes);
    }
}
