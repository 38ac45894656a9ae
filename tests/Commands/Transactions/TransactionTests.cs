using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Transactions;

/// <summary>The rows alone; queueing and EXEC belong to the router and are tested with it.</summary>
public sealed class TransactionTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.Rows);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Multi_begins_and_cannot_be_nested()
    {
        Assert.Equal("+OK", _bench.Line("MULTI"));
        Assert.True(_bench.Session.InTransaction);
        Assert.Equal("-ERR MULTI calls can not be nested", _bench.Line("MULTI"));
        Assert.True(_bench.Session.InTransaction);
    }

    [Theory]
    [InlineData("EXEC", "-ERR EXEC without MULTI")]
    [InlineData("DISCARD", "-ERR DISCARD without MULTI")]
    [InlineData("UNWATCH", "+OK")]
    [InlineData("WATCH", "-ERR wrong number of arguments for 'watch' command")]
    [InlineData("UNWATCH a", "-ERR wrong number of arguments for 'unwatch' command")]
    public void Command_outside_a_transaction_answers_as_redis(string command, string reply) => Assert.Equal(reply, _bench.Line(command));

    [Fact]
    public void Discard_ends_the_transaction_and_the_watches()
    {
        _bench.Line("WATCH a b");
        _bench.Line("MULTI");
        Assert.Equal("+OK", _bench.Line("DISCARD"));
        Assert.False(_bench.Session.InTransaction);
        Assert.Empty(_bench.Session.Watched);
    }

    [Fact]
    public void Watch_notes_each_key_and_is_refused_inside_multi()
    {
        Assert.Equal("+OK", _bench.Line("WATCH a b"));
        Assert.Equal(["a", "b"], _bench.Session.Watched);
        _bench.Line("MULTI");
        Assert.Equal("-ERR WATCH inside MULTI is not allowed", _bench.Line("WATCH c"));
        Assert.Equal(["a", "b"], _bench.Session.Watched);
    }

    [Fact]
    public void Watch_of_a_key_past_its_time_removes_it_first()
    {
        _bench.Line("SET a 1 PX 5");
        _bench.NowMs += 10;
        _bench.Line("WATCH a");
        Assert.Equal(0, _bench.Keyspace.Count);
    }
}
