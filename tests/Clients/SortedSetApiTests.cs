using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>StackExchange.Redis: sorted sets.</summary>
public sealed class SortedSetApiTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private static readonly SortedSetEntry[] Players = [new("ann", 10), new("bob", 20.5), new("cem", 30), new("dan", 30)];

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Members_are_added_and_changed(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("board");
        Assert.Equal(4, await db.SortedSetAddAsync(key, Players));
        Assert.False(await db.SortedSetAddAsync(key, "ann", 11));
        Assert.Equal(11, await db.SortedSetScoreAsync(key, "ann"));
        Assert.False(await db.SortedSetAddAsync(key, "ann", 5, SortedSetWhen.GreaterThan));
        Assert.Equal(11, await db.SortedSetScoreAsync(key, "ann"));
        Assert.True(await db.SortedSetUpdateAsync(key, "ann", 5, SortedSetWhen.LessThan));
        Assert.Equal(1, await db.SortedSetUpdateAsync(key, [new("bob", 21), new("ann", 5)]));
        Assert.False(await db.SortedSetAddAsync(key, "bob", 1, SortedSetWhen.NotExists));
        Assert.Equal(22.5, await db.SortedSetIncrementAsync(key, "bob", 1.5));
        Assert.Equal(21.5, await db.SortedSetDecrementAsync(key, "bob", 1));
        Assert.Equal(4, await db.SortedSetLengthAsync(key));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Ranks_and_scores_are_told(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("board");
        await db.SortedSetAddAsync(key, Players);
        Assert.Equal(0, await db.SortedSetRankAsync(key, "ann"));
        Assert.Equal(0, await db.SortedSetRankAsync(key, "dan", Order.Descending));
        Assert.Null(await db.SortedSetRankAsync(key, "nobody"));
        Assert.Null(await db.SortedSetScoreAsync(key, "nobody"));
        Assert.Equal([10, null, 30], await db.SortedSetScoresAsync(key, ["ann", "nobody", "cem"]));
        Assert.Equal(2, await db.SortedSetLengthAsync(key, 20.5, 30, Exclude.Start));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Ranges_by_rank_score_and_value(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("board");
        await db.SortedSetAddAsync(key, Players);
        Assert.Equal(["dan", "cem"], await db.SortedSetRangeByRankAsync(key, 0, 1, Order.Descending));
        Assert.Equal(Players, await db.SortedSetRangeByRankWithScoresAsync(key));
        Assert.Equal(["bob", "cem"], await db.SortedSetRangeByScoreAsync(key, 10, double.PositiveInfinity, Exclude.Start, skip: 0, take: 2));
        Assert.Equal(Players[..2], await db.SortedSetRangeByScoreWithScoresAsync(key, double.NegativeInfinity, 25));
        Assert.Equal(["dan", "cem"], await db.SortedSetRangeByScoreAsync(key, 30, 30, order: Order.Descending));
        var same = daemon.NewKey("board");
        await db.SortedSetAddAsync(same, [new("a", 0), new("b", 0), new("c", 0)]);
        Assert.Equal(["b", "c"], await db.SortedSetRangeByValueAsync(same, "a", default, Exclude.Start));
        Assert.Equal(2, await db.SortedSetLengthByValueAsync(same, "a", "b"));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Members_are_removed(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("board");
        await db.SortedSetAddAsync(key, Players);
        Assert.Equal(new SortedSetEntry("ann", 10), await db.SortedSetPopAsync(key));
        Assert.Equal([new("dan", 30), new("cem", 30)], await db.SortedSetPopAsync(key, 2, Order.Descending));
        Assert.True(await db.SortedSetRemoveAsync(key, "bob"));
        Assert.False(await db.KeyExistsAsync(key));
        Assert.Null(await db.SortedSetPopAsync(key));
        await db.SortedSetAddAsync(key, Players);
        Assert.Equal(1, await db.SortedSetRemoveRangeByRankAsync(key, 0, 0));
        Assert.Equal(2, await db.SortedSetRemoveRangeByScoreAsync(key, 30, 30));
        Assert.Equal(1, await db.SortedSetLengthAsync(key));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Large_board_is_scanned_whole(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("board");
        var expected = Enumerable.Range(0, 3000).Select(i => new SortedSetEntry("member" + i, i / 7.0)).ToArray();
        Assert.Equal(3000, await db.SortedSetAddAsync(key, expected));
        var found = new Dictionary<RedisValue, double>();
        await foreach (var entry in db.SortedSetScanAsync(key, pageSize: 50)) found[entry.Element] = entry.Score;
        Assert.Equal(3000, found.Count);
        Assert.All(expected, entry => Assert.Equal(entry.Score, found[entry.Element]));
        Assert.Equal(2999, await db.SortedSetRankAsync(key, "member2999"));
    }
}
