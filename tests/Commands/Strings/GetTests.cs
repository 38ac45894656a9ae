using AkkaCache.Commands.Keys;
using AkkaCache.Commands.SortedSets;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Strings;

public sealed class GetTests : IDisposable
{
    private const string WrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    private readonly CommandBench _bench = new([.. StringCommands.Rows, .. KeyCommands.Rows, .. SortedSetCommands.Rows]);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Get_counts_hits_and_misses()
    {
        _bench.Line("SET k v");
        _bench.Line("GET k");
        _bench.Line("GET k");
        _bench.Line("GET absent");
        Assert.Equal(2, _bench.Keyspace.Spaces.Sum(space => space.Statistics.Hits));
        Assert.Equal(1, _bench.Keyspace.Spaces.Sum(space => space.Statistics.Misses));
    }

    [Fact]
    public void Get_returns_binary_values_as_they_are()
    {
        _bench.Run("SET", "a\r\nb\0", "\r\n\0\"");
        Assert.Equal("\"\\r\\n\\0\\\"\"", _bench.Run("GET", "a\r\nb\0"));
    }

    [Theory]
    [InlineData("GET k")]
    [InlineData("GETDEL k")]
    [InlineData("GETEX k")]
    [InlineData("STRLEN k")]
    [InlineData("GETRANGE k 0 -1")]
    [InlineData("SETRANGE k 0 x")]
    [InlineData("APPEND k x")]
    [InlineData("INCR k")]
    [InlineData("INCRBYFLOAT k 1")]
    public void Commands_of_strings_refuse_a_board(string command)
    {
        _bench.Line("ZADD k 1 m");
        Assert.Equal(WrongType, _bench.Line(command));
        Assert.Equal(["ZADD k 1 m"], _bench.Effects());
    }

    [Fact]
    public void Getdel_deletes_what_it_returns()
    {
        _bench.Line("SET k v");
        Assert.Equal("\"v\"", _bench.Line("GETDEL k"));
        Assert.Equal("nil", _bench.Line("GETDEL k"));
        Assert.Equal(["SET k v", "DEL k"], _bench.Effects());
    }

    [Theory]
    [InlineData("GETEX k EX 10", ":10000", "PEXPIREAT k 1700000010000")]
    [InlineData("GETEX k PX 10", ":10", "PEXPIREAT k 1700000000010")]
    [InlineData("GETEX k EXAT 1700000001", ":1000", "PEXPIREAT k 1700000001000")]
    [InlineData("GETEX k pxat 1700000000001", ":1", "PEXPIREAT k 1700000000001")]
    [InlineData("GETEX k PERSIST", ":-1", "PERSIST k")]
    [InlineData("GETEX k", ":99000", null)]
    [InlineData("GETEX k PXAT 1", ":-2", "DEL k")]
    public void Getex_changes_the_time_to_live(string command, string left, string? effect)
    {
        _bench.Line("SET k v EX 99");
        Assert.Equal("\"v\"", _bench.Line(command));
        Assert.Equal(left, _bench.Line("PTTL k"));
        Assert.Equal(effect is null ? 1 : 2, _bench.Effects().Count);
        if (effect is not null) Assert.Equal(effect, _bench.Effects()[1]);
    }

    [Theory]
    [InlineData("GETEX k EX 1 PX 1")]
    [InlineData("GETEX k PERSIST EX 1")]
    [InlineData("GETEX k EX")]
    [InlineData("GETEX k KEEPTTL")]
    public void Getex_with_options_that_do_not_go_together_is_a_syntax_error(string command) =>
        Assert.Equal("-ERR syntax error", _bench.Line(command));

    [Fact]
    public void Getex_checks_the_time_only_of_a_key_that_is_there()
    {
        Assert.Equal("nil", _bench.Line("GETEX k EX 0"));
        _bench.Line("SET k v");
        Assert.Equal("-ERR invalid expire time in 'getex' command", _bench.Line("GETEX k EX 0"));
        Assert.Equal("-ERR value is not an integer or out of range", _bench.Line("GETEX k EX x"));
        Assert.Equal("\"v\"", _bench.Line("GETEX k PERSIST"));
        Assert.Equal(["SET k v"], _bench.Effects());
    }
}
