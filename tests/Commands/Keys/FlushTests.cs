using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

public sealed class FlushTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("FLUSHALL", false)]
    [InlineData("FLUSHDB", false)]
    [InlineData("FLUSHALL SYNC", false)]
    [InlineData("FLUSHDB async", true)]
    public void Flush_empties_every_partition_that_holds_something(string command, bool later)
    {
        _bench.Line("MSET a 1 b 2 c 3");
        _bench.Line("ZADD z 1 m");
        var filled = _bench.Keyspace.Spaces.Count(space => space.Store.Count > 0);
        Assert.Equal(":4", _bench.Line("DBSIZE"));
        Assert.Equal("+OK", _bench.Line(command));
        Assert.Equal(":0", _bench.Line("DBSIZE"));
        Assert.Equal(filled, _bench.Node.Flushes.Count(flushed => flushed == later));
        Assert.Equal(filled, _bench.Effects().Count(effect => effect == "FLUSHALL"));
        Assert.Equal("+OK", _bench.Line("SET a 1"));
    }

    [Fact]
    public void Flush_tells_watchers_of_keys_that_were_there()
    {
        _bench.Line("SET a 1");
        var there = _bench.Watch("a");
        var absent = _bench.Watch("b");
        _bench.Line("FLUSHALL");
        Assert.Equal((1, 0), (there.Changes, absent.Changes));
    }

    [Fact]
    public void Flush_as_an_effect_empties_its_own_partition_only()
    {
        _bench.Line("MSET a 1 b 2");
        using var copy = new CommandBench(AllCommands.NewTable().All);
        copy.Line("MSET a 1 b 2");
        _bench.Line("FLUSHALL");
        var space = _bench.SpaceOf("a");
        copy.Apply(space.Index, space.Effects.ReadFrom(1)[^1]);
        Assert.Equal("[nil, \"2\"]", copy.Line("MGET a b"));
    }

    [Theory]
    [InlineData("FLUSHALL NOW")]
    [InlineData("FLUSHDB ASYNC SYNC")]
    public void Flush_with_another_word_is_a_syntax_error(string command)
    {
        _bench.Line("SET a 1");
        Assert.Equal("-ERR syntax error", _bench.Line(command));
        Assert.Equal(":1", _bench.Line("DBSIZE"));
    }

    [Fact]
    public void Flush_with_a_closed_partition_empties_the_others_and_says_so()
    {
        _bench.Line("MSET a 1 b 2");
        _bench.Keyspace.Close(_bench.SpaceOf("a").Index);
        Assert.Equal("-CLUSTERDOWN Hash slot not served", _bench.Line("FLUSHALL"));
        Assert.Equal("nil", _bench.Line("GET b"));
    }
}
