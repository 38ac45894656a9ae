using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>StackExchange.Redis: transactions with conditions (WATCH, then MULTI), and batches.</summary>
public sealed class TransactionApiTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Transaction_runs_when_its_conditions_hold(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (text, board) = daemon.NewKeysApart("tx");
        await db.StringSetAsync(text, "before");
        var transaction = db.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(text, "before"));
        transaction.AddCondition(Condition.KeyNotExists(board));
        var set = transaction.StringSetAsync(text, "after");
        var added = transaction.SortedSetAddAsync(board, "m", 5);
        var read = transaction.StringGetAsync(text);
        Assert.True(await transaction.ExecuteAsync());
        Assert.True(await set);
        Assert.True(await added);
        Assert.Equal("after", await read);
        Assert.Equal(5, await db.SortedSetScoreAsync(board, "m"));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Transaction_changes_nothing_when_a_condition_fails(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (text, board) = daemon.NewKeysApart("tx");
        await db.SortedSetAddAsync(board, "m", 5);
        var transaction = db.CreateTransaction();
        var condition = transaction.AddCondition(Condition.SortedSetEqual(board, "m", 6));
        var set = transaction.StringSetAsync(text, "after");
        Assert.False(await transaction.ExecuteAsync());
        Assert.False(condition.WasSatisfied);
        await Assert.ThrowsAsync<TaskCanceledException>(() => set);
        Assert.False(await db.KeyExistsAsync(text));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Transaction_with_a_failing_command_runs_the_others(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (text, other) = (daemon.NewKey("tx"), daemon.NewKey("tx"));
        await db.StringSetAsync(text, "word");
        var transaction = db.CreateTransaction();
        var failing = transaction.StringIncrementAsync(text);
        var set = transaction.StringSetAsync(other, 1);
        Assert.True(await transaction.ExecuteAsync());
        await Assert.ThrowsAsync<RedisServerException>(() => failing);
        Assert.True(await set);
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Batch_answers_each_command(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var keys = Enumerable.Range(0, 500).Select(_ => daemon.NewKey("batch")).ToArray();
        var batch = db.CreateBatch();
        var sets = keys.Select((key, i) => batch.StringSetAsync(key, i)).ToArray();
        var increments = keys.Select(key => batch.StringIncrementAsync(key)).ToArray();
        batch.Execute();
        Assert.All(await Task.WhenAll(sets), Assert.True);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), await Task.WhenAll(increments));
    }
}
