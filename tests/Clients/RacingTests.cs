using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>Many connections at once: nothing is lost, nothing counted twice, nobody sees half a transaction.</summary>
public sealed class RacingTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private const int Connections = 8;
    private const int Total = 1000;

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Racing_increments_are_counted_exactly(RedisProtocol protocol)
    {
        const int Increments = 3000;
        var (counter, board) = (daemon.NewKey("counter"), daemon.NewKey("board"));
        await Race(protocol, async (db, _) =>
        {
            var pending = new List<Task>();
            for (var i = 0; i < Increments; i++)
            {
                pending.Add(db.StringIncrementAsync(counter));
                pending.Add(db.SortedSetIncrementAsync(board, "m", 0.5));
            }
            await Task.WhenAll(pending);
        });
        var reader = daemon.Database(protocol);
        Assert.Equal(Connections * Increments, (long)await reader.StringGetAsync(counter));
        Assert.Equal(Connections * Increments * 0.5, await reader.SortedSetScoreAsync(board, "m"));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Racing_members_get_every_place_once(RedisProtocol protocol)
    {
        const int Members = 1000;
        var board = daemon.NewKey("board");
        await Race(protocol, (db, number) =>
            Task.WhenAll(Enumerable.Range(0, Members).Select(i => db.SortedSetAddAsync(board, $"{number}:{i}", i * Connections + number))));
        var reader = daemon.Database(protocol);
        Assert.Equal(Connections * Members, await reader.SortedSetLengthAsync(board));
        var ranks = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => reader.SortedSetRankAsync(board, $"{number}:500")));
        Assert.Equal(Enumerable.Range(0, Connections).Select(number => (long?)(500 * Connections + number)), ranks);
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Watched_transfers_between_strings_conserve_the_sum(RedisProtocol protocol)
    {
        const int Transfers = 100;
        var (one, other) = daemon.NewKeysApart("account");
        await daemon.Database(protocol).StringSetAsync([new(one, Total), new(other, 0)]);
        var conflicts = 0;
        await Race(protocol, async (db, number) =>
        {
            for (var done = 0; done < Transfers;)
            {
                var (from, to) = (await db.StringGetAsync(one), await db.StringGetAsync(other));
                var amount = number % 2 == 0 ? 1 : -1;
                var transaction = db.CreateTransaction();
                transaction.AddCondition(Condition.StringEqual(one, from));
                transaction.AddCondition(Condition.StringEqual(other, to));
                _ = transaction.StringSetAsync(one, (long)from - amount);
                _ = transaction.StringSetAsync(other, (long)to + amount);
                if (await transaction.ExecuteAsync()) done++;
                else Interlocked.Increment(ref conflicts);
            }
        });
        var reader = daemon.Database(protocol);
        // Half the connections move one way, half the other: a lost or doubled transfer shows in each balance, not just in the sum.
        Assert.Equal(Total, (long)await reader.StringGetAsync(one));
        Assert.Equal(0, (long)await reader.StringGetAsync(other));
        Assert.NotEqual(0, conflicts);
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Watched_transfers_between_boards_conserve_the_sum(RedisProtocol protocol)
    {
        const int Transfers = 60;
        var (one, other) = daemon.NewKeysApart("board");
        var setup = daemon.Database(protocol);
        await setup.SortedSetAddAsync(one, "m", Total);
        await setup.SortedSetAddAsync(other, "m", 0);
        await Race(protocol, async (db, number) =>
        {
            var amount = number % 2 == 0 ? 1 : -1;
            for (var done = 0; done < Transfers;)
            {
                var (from, to) = (await db.SortedSetScoreAsync(one, "m"), await db.SortedSetScoreAsync(other, "m"));
                var transaction = db.CreateTransaction();
                transaction.AddCondition(Condition.SortedSetEqual(one, "m", from!.Value));
                transaction.AddCondition(Condition.SortedSetEqual(other, "m", to!.Value));
                _ = transaction.SortedSetAddAsync(one, "m", from.Value - amount);
                _ = transaction.SortedSetAddAsync(other, "m", to.Value + amount);
                if (await transaction.ExecuteAsync()) done++;
            }
        });
        Assert.Equal(Total, await setup.SortedSetScoreAsync(one, "m"));
        Assert.Equal(0, await setup.SortedSetScoreAsync(other, "m"));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Transactions_across_partitions_are_never_seen_half_done(RedisProtocol protocol)
    {
        const int Rounds = 300;
        var connection = daemon.Connect(protocol);
        var strings = daemon.NewKeysApart("half");
        var boards = daemon.NewKeysApart("half");
        var seen = 0;
        await Race(protocol, async (db, number) =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                if (number % 2 == 0) await Move(db, strings, boards);
                else
                {
                    await AssertWhole(db, strings, boards);
                    Interlocked.Increment(ref seen);
                }
            }
        });
        Assert.Equal(Rounds * Connections / 2, seen);
        Assert.Equal(-Rounds * Connections / 2, (long)await connection.GetDatabase().StringGetAsync(strings.One));
    }

    private static async Task Move(IDatabase db, (RedisKey One, RedisKey Other) strings, (RedisKey One, RedisKey Other) boards)
    {
        var transaction = db.CreateTransaction();
        _ = transaction.StringDecrementAsync(strings.One);
        _ = transaction.SortedSetIncrementAsync(boards.One, "m", -1);
        _ = transaction.StringIncrementAsync(strings.Other);
        _ = transaction.SortedSetIncrementAsync(boards.Other, "m", 1);
        Assert.True(await transaction.ExecuteAsync());
    }

    private static async Task AssertWhole(IDatabase db, (RedisKey One, RedisKey Other) strings, (RedisKey One, RedisKey Other) boards)
    {
        var transaction = db.CreateTransaction();
        var text = transaction.StringGetAsync([strings.One, strings.Other]);
        var one = transaction.SortedSetScoreAsync(boards.One, "m");
        var other = transaction.SortedSetScoreAsync(boards.Other, "m");
        Assert.True(await transaction.ExecuteAsync());
        var values = await text;
        Assert.Equal(0, (long)values[0] + (long)values[1]);
        Assert.Equal(0, (await one ?? 0) + (await other ?? 0));
        Assert.Equal((double)values[1], await other ?? 0);
    }

    private async Task Race(RedisProtocol protocol, Func<IDatabase, int, Task> run)
    {
        var databases = Enumerable.Range(0, Connections).Select(_ => daemon.Database(protocol)).ToArray();
        await Task.WhenAll(databases.Select((db, number) => Task.Run(() => run(db, number))));
    }
}
