using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

public sealed class ExistenceTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("DEL")]
    [InlineData("UNLINK")]
    public void Delete_counts_what_was_there_and_logs_each_key_in_its_partition(string command)
    {
        _bench.Line("MSET {a}1 x {a}2 y {b}1 z");
        _bench.Line("ZADD {b}2 1 m");
        Assert.Equal(":4", _bench.Line(command + " {a}1 {b}1 {a}2 absent {b}2 {a}1"));
        Assert.Equal(":0", _bench.Line("DBSIZE"));
        Assert.Equal(["DEL {a}1 +", "DEL {a}2", "DEL {b}1 +", "DEL {b}2"], _bench.Effects().Where(effect => effect.StartsWith("DEL", StringComparison.Ordinal)).Order());
        _bench.Keyspace.CheckInvariants();
    }

    [Fact]
    public void Delete_of_nothing_appends_nothing_and_marks_nobody()
    {
        var watcher = _bench.Watch("k");
        Assert.Equal(":0", _bench.Line("DEL k"));
        Assert.Equal(0, watcher.Changes);
        Assert.Empty(_bench.Effects());
    }

    [Fact]
    public void Delete_does_not_count_what_has_expired()
    {
        _bench.Line("SET k v PX 10");
        _bench.NowMs += 10;
        Assert.Equal(":0", _bench.Line("DEL k"));
        Assert.Equal("DEL k", _bench.Effects()[^1]);
    }

    [Fact]
    public void Exists_and_touch_count_a_key_as_often_as_it_is_named()
    {
        _bench.Line("MSET a 1 b 2");
        Assert.Equal(":3", _bench.Line("EXISTS a b a c"));
        Assert.Equal(":3", _bench.Line("TOUCH a b a c"));
    }

    [Fact]
    public void Type_names_the_kind()
    {
        _bench.Line("SET s v");
        _bench.Line("ZADD z 1 m");
        Assert.Equal("+string", _bench.Line("TYPE s"));
        Assert.Equal("+zset", _bench.Line("TYPE z"));
        Assert.Equal("+none", _bench.Line("TYPE absent"));
    }

    [Fact]
    public void Looking_from_outside_is_no_use_and_touch_is()
    {
        _bench.Line("SET k v");
        _bench.NowMs += 60_000;
        foreach (var look in new[] { "EXISTS k", "TYPE k", "TTL k", "OBJECT ENCODING k", "MEMORY USAGE k" }) _bench.Line(look);
        Assert.Equal(":60", _bench.Line("OBJECT IDLETIME k"));
        _bench.Line("TOUCH k");
        Assert.Equal(":0", _bench.Line("OBJECT IDLETIME k"));
    }

    [Fact]
    public void Expired_key_is_removed_by_the_first_look_with_its_effect_and_watchers_know()
    {
        _bench.Line("SET k v PX 10");
        var watcher = _bench.Watch("k");
        _bench.NowMs += 10;
        Assert.Equal(":0", _bench.Line("EXISTS k"));
        Assert.Equal(1, watcher.Changes);
        Assert.Equal("DEL k", _bench.Effects()[^1]);
        Assert.Equal(1, _bench.SpaceOf("k").Statistics.Expired);
    }
}
