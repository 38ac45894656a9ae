using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

public sealed class RenameTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{a}1", "{a}2")]
    [InlineData("{a}1", "{b}1")]
    public void Rename_moves_value_and_time_to_live(string from, string to)
    {
        _bench.Run("SET", from, "v", "EX", "10");
        _bench.Run("SET", to, "old");
        Assert.Equal("+OK", _bench.Run("RENAME", from, to));
        Assert.Equal("\"v\"", _bench.Run("GET", to));
        Assert.Equal(":10", _bench.Run("TTL", to));
        Assert.Equal(":0", _bench.Run("EXISTS", from));
        _bench.Keyspace.CheckInvariants();
    }

    [Theory]
    [InlineData("{a}2", 3)]
    [InlineData("{b}1", 3)]
    [InlineData("{a}2", 1000)]
    [InlineData("{b}1", 1000)]
    public void Rename_moves_a_board_whatever_was_there(string to, int members)
    {
        for (var i = 0; i < members; i++) _bench.Run("ZADD", "{a}1", $"{i}.5", $"m{i}");
        _bench.Run("SET", to, "old", "EX", "99");
        Assert.Equal("+OK", _bench.Run("RENAME", "{a}1", to));
        Assert.Equal($":{members}", _bench.Run("ZCARD", to));
        Assert.Equal($"\"{members - 1}.5\"", _bench.Run("ZSCORE", to, $"m{members - 1}"));
        Assert.Equal(":-1", _bench.Run("TTL", to));
        Assert.Equal(1, _bench.Keyspace.BoardCount);
        _bench.Keyspace.CheckInvariants();
    }

    [Fact]
    public void Rename_within_a_partition_is_its_own_effect_and_across_two_it_is_DEL_and_the_value()
    {
        _bench.Line("SET {a}1 v PXAT 1700000005000");
        _bench.Line("RENAME {a}1 {a}2");
        _bench.Line("RENAME {a}2 {b}1");
        _bench.Line("ZADD {c}1 1 x 2.5 y");
        _bench.Line("EXPIRE {c}1 5");
        _bench.Line("RENAME {c}1 {b}1");
        Assert.Equal(["SET {a}1 v PXAT 1700000005000", "RENAME {a}1 {a}2", "DEL {a}2"], Log("{a}1"));
        Assert.Equal(["SET {b}1 v PXAT 1700000005000", "DEL {b}1 +", "ZADD {b}1 1 x 2.5 y +", "PEXPIREAT {b}1 1700000005000"], Log("{b}1"));
        Assert.Equal("DEL {c}1", Log("{c}1").Last());
    }

    [Fact]
    public void Rename_to_itself_changes_nothing()
    {
        _bench.Line("SET k v");
        var watcher = _bench.Watch("k");
        Assert.Equal("+OK", _bench.Line("RENAME k k"));
        Assert.Equal(":0", _bench.Line("RENAMENX k k"));
        Assert.Equal(0, watcher.Changes);
        Assert.Single(_bench.Effects());
    }

    [Theory]
    [InlineData("RENAME absent k")]
    [InlineData("RENAMENX absent absent")]
    public void Rename_of_an_absent_key_is_an_error(string command) => Assert.Equal("-ERR no such key", _bench.Line(command));

    [Fact]
    public void Renamenx_leaves_what_is_there()
    {
        _bench.Line("MSET a 1 b 2");
        Assert.Equal(":0", _bench.Line("RENAMENX a b"));
        Assert.Equal("\"2\"", _bench.Line("GET b"));
        Assert.Equal(":1", _bench.Line("RENAMENX a c"));
        Assert.Equal("[nil, \"1\"]", _bench.Line("MGET a c"));
    }

    [Fact]
    public void Rename_tells_watchers_of_both_keys()
    {
        _bench.Line("SET {a}1 v");
        var from = _bench.Watch("{a}1");
        var to = _bench.Watch("{b}1");
        _bench.Line("RENAME {a}1 {b}1");
        Assert.Equal((1, 1), (from.Changes, to.Changes));
    }

    [Fact]
    public void Rename_of_a_large_board_across_partitions_leaves_the_socket_thread()
    {
        for (var i = 0; i < 3000; i++) _bench.Run("ZADD", "{a}1", "1", $"m{i}");
        _bench.Bounded = true;
        Assert.Equal("deferred", _bench.Line("RENAME {a}1 {b}1"));
        Assert.Equal("+OK", _bench.Line("RENAME {a}1 {a}2"));
        Assert.Equal("deferred", _bench.Line("COPY {a}2 {a}3"));
    }

    [Theory]
    [InlineData("{a}1", "{a}2")]
    [InlineData("{a}1", "{b}1")]
    public void Copy_makes_a_second_value_of_its_own(string from, string to)
    {
        _bench.Run("ZADD", from, "1", "m");
        _bench.Run("EXPIRE", from, "10");
        Assert.Equal(":1", _bench.Run("COPY", from, to));
        _bench.Run("ZADD", from, "2", "n");
        Assert.Equal("[\"m\", \"1\"]", _bench.Run("ZRANGE", to, "0", "-1", "WITHSCORES"));
        Assert.Equal(":10", _bench.Run("TTL", to));
        Assert.Equal(":0", _bench.Run("COPY", from, to));
        Assert.Equal(":1", _bench.Run("COPY", from, to, "REPLACE", "DB", "0"));
        Assert.Equal(":2", _bench.Run("ZCARD", to));
        _bench.Keyspace.CheckInvariants();
    }

    [Theory]
    [InlineData("COPY k k", "-ERR source and destination objects are the same")]
    [InlineData("COPY k l DB 1", "-ERR DB index is out of range")]
    [InlineData("COPY k l DB x", "-ERR value is not an integer or out of range")]
    [InlineData("COPY k l DB", "-ERR syntax error")]
    [InlineData("COPY k l KEEP", "-ERR syntax error")]
    [InlineData("COPY absent l", ":0")]
    public void Copy_that_cannot_be_is_refused(string command, string reply)
    {
        _bench.Line("SET k v");
        Assert.Equal(reply, _bench.Line(command));
    }

    [Fact]
    public void Copy_of_a_board_obeys_the_limit_of_boards()
    {
        _bench.Line("ZADD a 1 m");
        _bench.Settings.MaxBoards = 1;
        Assert.Equal("-ERR too many boards: the limit is 1", _bench.Line("COPY a b"));
        Assert.Equal(":0", _bench.Line("EXISTS b"));
    }

    private IEnumerable<string> Log(string key) => _bench.EffectsOf(_bench.SpaceOf(key));
}
