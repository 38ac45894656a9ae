using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>StackExchange.Redis: several sorted sets in one command, in different partitions.</summary>
public sealed class CombinedBoardApiTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Boards_are_joined(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (one, other) = await TwoBoards(db);
        Assert.Equal(["a", "b", "c"], (await db.SortedSetCombineAsync(SetOperation.Union, [one, other])).Order());
        Assert.Equal([new("b", 22)], await db.SortedSetCombineWithScoresAsync(SetOperation.Intersect, [one, other]));
        Assert.Equal([new("b", 10)], await db.SortedSetCombineWithScoresAsync(SetOperation.Intersect, [one, other], [1, 0.5], Aggregate.Max));
        Assert.Equal(["a"], await db.SortedSetCombineAsync(SetOperation.Difference, [one, other]));
        Assert.Equal(1, await db.SortedSetIntersectionLengthAsync([one, other]));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Joined_boards_are_stored_in_a_third_partition(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (one, other) = await TwoBoards(db);
        var (target, _) = daemon.NewKeysApart("target");
        Assert.Equal(3, await db.SortedSetCombineAndStoreAsync(SetOperation.Union, target, [one, other], [2, 1]));
        Assert.Equal([new("a", 2), new("c", 3), new("b", 24)], await db.SortedSetRangeByRankWithScoresAsync(target));
        Assert.Equal(1, await db.SortedSetCombineAndStoreAsync(SetOperation.Intersect, target, one, other));
        Assert.Equal(2, await db.SortedSetRangeAndStoreAsync(other, target, 0, -1));
        Assert.Equal([new("c", 3), new("b", 20)], await db.SortedSetRangeByRankWithScoresAsync(target));
        Assert.Equal(0, await db.SortedSetCombineAndStoreAsync(SetOperation.Difference, target, [one, one]));
        Assert.False(await db.KeyExistsAsync(target));
        Assert.True(await db.KeyCopyAsync(one, target));
        Assert.Equal(2, await db.SortedSetLengthAsync(target));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task First_board_that_is_there_is_popped_from(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (one, other) = await TwoBoards(db);
        var popped = await db.SortedSetPopAsync([daemon.NewKey("absent"), one, other], 5, Order.Descending);
        Assert.Equal(one, popped.Key);
        Assert.Equal([new("b", 2), new("a", 1)], popped.Entries);
        popped = await db.SortedSetPopAsync([one, other], 1);
        Assert.Equal(other, popped.Key);
        Assert.Equal([new("c", 3)], popped.Entries);
        Assert.True((await db.SortedSetPopAsync([one, daemon.NewKey("absent")], 1)).IsNull);
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Members_by_chance_are_members(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (one, _) = await TwoBoards(db);
        Assert.Contains(await db.SortedSetRandomMemberAsync(one), new RedisValue[] { "a", "b" });
        Assert.Equal(["a", "b"], (await db.SortedSetRandomMembersAsync(one, 5)).Order());
        Assert.Equal(7, (await db.SortedSetRandomMembersWithScoresAsync(one, -7)).Count(entry => entry == new SortedSetEntry("a", 1) || entry == new SortedSetEntry("b", 2)));
    }

    private async Task<(RedisKey One, RedisKey Other)> TwoBoards(IDatabase db)
    {
        var (one, other) = daemon.NewKeysApart("board");
        await db.SortedSetAddAsync(one, [new("a", 1), new("b", 2)]);
        await db.SortedSetAddAsync(other, [new("b", 20), new("c", 3)]);
        return (one, other);
    }
}
