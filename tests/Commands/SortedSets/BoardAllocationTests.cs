using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Commands.Tests.SortedSets;

/// <summary>The commands of a leaderboard's hot path leave nothing for the garbage collector.</summary>
public class BoardAllocationTests
{
    private const int Rounds = 200;

    /// <summary>The effect log has reached its ceiling before the measuring begins.</summary>
    private const int SmallLog = 1024;

    [Theory]
    [InlineData("ZADD big 7.25 m0007", "ZADD big 1200 m0007")]
    [InlineData("ZADD big GT CH 5000 m0008", "ZADD big LT 1.5e-3 m0008")]
    [InlineData("ZADD big 3 m0003 4 m0004 900 m0005", "ZADD big 800 m0003 0.1 m0004 5 m0005")]
    [InlineData("ZINCRBY big 0.1 m0009", "ZINCRBY big -250.7 m0009")]
    [InlineData("ZADD big INCR 3 m0010", "ZADD big INCR -3 m0010")]
    [InlineData("ZADD new 1 m", "ZREM new m x")]
    [InlineData("ZSCORE big m0100", "ZSCORE big absent")]
    [InlineData("ZMSCORE big m0100 m0101 absent", "ZCARD big")]
    [InlineData("ZRANK big m0100", "ZREVRANK big m0900 WITHSCORE")]
    [InlineData("ZRANGE big 0 99 REV WITHSCORES", "ZREVRANGE big 0 99 WITHSCORES")]
    [InlineData("ZRANGE big 100 400 BYSCORE LIMIT 5 100", "ZRANGEBYSCORE big (100 +inf WITHSCORES LIMIT 0 100")]
    [InlineData("ZCOUNT big (10 500.5", "ZLEXCOUNT big [m0010 (m0500")]
    [InlineData("ZPOPMIN big", "ZADD big 0 m0000")]
    [InlineData("ZSCAN big 0 COUNT 100", "ZSCAN big 0 MATCH m00* COUNT 100")]
    public void Command_allocates_nothing(string first, string second)
    {
        using var bench = BoardBench.WithMembers(1000, protocol: 3, SmallLog);
        var commands = new[] { CommandBytes.Of(first.Split(' ')), CommandBytes.Of(second.Split(' ')) };
        var bytes = Allocated.By(Rounds, _ =>
        {
            foreach (var command in commands) bench.Execute(command);
            while (bench.Reply.PendingBytes > 0) bench.Reply.Take(bench.Reply.Peek().Count);
        });
        // A board and its effects are made of objects: a new board is the one thing that may allocate.
        var allowed = first.StartsWith("ZADD new", StringComparison.Ordinal) ? Rounds * 512 : 0;
        Assert.InRange(bytes, 0, allowed);
    }
}
