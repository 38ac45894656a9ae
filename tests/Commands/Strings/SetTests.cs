using AkkaCache.Commands.Keys;
using AkkaCache.Commands.SortedSets;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Strings;

public sealed class SetTests : IDisposable
{
    private const string WrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";
    private const string Syntax = "-ERR syntax error";

    private readonly CommandBench _bench = new([.. StringCommands.Rows, .. KeyCommands.Rows, .. SortedSetCommands.Rows]);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Set_plain_replaces_value_and_forgets_time_to_live()
    {
        Assert.Equal("+OK", _bench.Line("SET k v1 EX 10"));
        Assert.Equal("+OK", _bench.Line("SET k v2"));
        Assert.Equal("\"v2\"", _bench.Line("GET k"));
        Assert.Equal(":-1", _bench.Line("TTL k"));
        Assert.Equal(["SET k v1 PXAT 1700000010000", "SET k v2"], _bench.Effects());
    }

    [Fact]
    public void Set_on_a_board_makes_it_a_string()
    {
        _bench.Line("ZADD k 1 m");
        Assert.Equal("+OK", _bench.Line("SET k v"));
        Assert.Equal("+string", _bench.Line("TYPE k"));
        Assert.Equal(0, _bench.Keyspace.BoardCount);
    }

    [Theory]
    [InlineData("SET k v EX 10", 10_000)]
    [InlineData("SET k v px 1500", 1_500)]
    [InlineData("SET k v EXAT 1700000007", 7_000)]
    [InlineData("SET k v PXAT 1700000000123", 123)]
    [InlineData("SET k v EX 5 EX 6", 6_000)]
    [InlineData("SETEX k 3 v", 3_000)]
    [InlineData("PSETEX k 3 v", 3)]
    public void Set_with_a_time_expires_then(string command, int leftMs)
    {
        Assert.Equal("+OK", _bench.Line(command));
        Assert.Equal($":{leftMs}", _bench.Line("PTTL k"));
        Assert.Equal([$"SET k v PXAT {CommandBench.StartMs + leftMs}"], _bench.Effects());
        _bench.NowMs += leftMs - 1;
        Assert.Equal("\"v\"", _bench.Line("GET k"));
        _bench.NowMs++;
        Assert.Equal("nil", _bench.Line("GET k"));
        Assert.Equal("DEL k", _bench.Effects()[^1]);
    }

    [Theory]
    [InlineData("SET k v EX 0", "set")]
    [InlineData("SET k v PX -5", "set")]
    [InlineData("SET k v EX 9223372036854775", "set")]
    [InlineData("SET k v PX 9223372036854775807", "set")]
    [InlineData("SET k v EXAT 9223372036854776", "set")]
    [InlineData("SETEX k 0 v", "setex")]
    [InlineData("PSETEX k -1 v", "psetex")]
    public void Set_with_an_impossible_time_changes_nothing(string command, string name)
    {
        Assert.Equal($"-ERR invalid expire time in '{name}' command", _bench.Line(command));
        Assert.Equal(":0", _bench.Line("EXISTS k"));
        Assert.Empty(_bench.Effects());
    }

    [Theory]
    [InlineData("SET k v NX XX")]
    [InlineData("SET k v XX NX")]
    [InlineData("SET k v EX 1 PX 1")]
    [InlineData("SET k v EX 1 KEEPTTL")]
    [InlineData("SET k v KEEPTTL PXAT 1")]
    [InlineData("SET k v EX")]
    [InlineData("SET k v PERSIST")]
    [InlineData("SET k v IFEQ")]
    [InlineData("SET k v IFEQ a NX")]
    [InlineData("SET k v XX IFEQ a")]
    [InlineData("SET k v IFEQ a IFEQ b")]
    [InlineData("SET k v w")]
    public void Set_with_options_that_do_not_go_together_is_a_syntax_error(string command) => Assert.Equal(Syntax, _bench.Line(command));

    [Fact]
    public void Set_with_a_time_that_is_no_integer_says_so() =>
        Assert.Equal("-ERR value is not an integer or out of range", _bench.Line("SET k v EX 1.5"));

    [Fact]
    public void Set_NX_and_XX_look_at_existence()
    {
        Assert.Equal("nil", _bench.Line("SET k a XX"));
        Assert.Equal("+OK", _bench.Line("SET k a NX"));
        Assert.Equal("nil", _bench.Line("SET k b NX"));
        Assert.Equal("+OK", _bench.Line("SET k c XX"));
        Assert.Equal(["SET k a", "SET k c"], _bench.Effects());
    }

    [Fact]
    public void Set_GET_returns_the_value_before()
    {
        Assert.Equal("nil", _bench.Line("SET k a GET"));
        Assert.Equal("\"a\"", _bench.Line("SET k b GET"));
        Assert.Equal("\"b\"", _bench.Line("SET k c NX GET"));
        Assert.Equal("\"b\"", _bench.Line("GET k"));
        Assert.Equal("nil", _bench.Line("SET other x XX GET"));
        Assert.Equal(":0", _bench.Line("EXISTS other"));
        _bench.Session.ProtocolVersion = 3;
        Assert.Equal("_", _bench.Line("SET third x GET"));
    }

    [Fact]
    public void Set_GET_refuses_a_board_and_keeps_it()
    {
        _bench.Line("ZADD k 1 m");
        Assert.Equal(WrongType, _bench.Line("SET k v GET"));
        Assert.Equal(WrongType, _bench.Line("GETSET k v"));
        Assert.Equal("+zset", _bench.Line("TYPE k"));
    }

    [Fact]
    public void Set_KEEPTTL_keeps_the_time()
    {
        _bench.Line("SET k a EX 10");
        Assert.Equal("+OK", _bench.Line("SET k b KEEPTTL"));
        Assert.Equal(":10", _bench.Line("TTL k"));
        Assert.Equal("SET k b KEEPTTL", _bench.Effects()[^1]);
    }

    [Fact]
    public void Set_IFEQ_sets_only_over_the_given_value()
    {
        Assert.Equal("nil", _bench.Line("SET k b IFEQ a"));
        _bench.Line("SET k a EX 10");
        Assert.Equal("nil", _bench.Line("SET k b IFEQ x"));
        Assert.Equal("\"a\"", _bench.Line("SET k b IFEQ x GET"));
        Assert.Equal("+OK", _bench.Line("SET k b IFEQ a KEEPTTL"));
        Assert.Equal(":10", _bench.Line("TTL k"));
        Assert.Equal("\"b\"", _bench.Line("SET k c IFEQ b GET"));
        Assert.Equal("\"c\"", _bench.Line("GET k"));
        _bench.Line("ZADD z 1 m");
        Assert.Equal(WrongType, _bench.Line("SET z v IFEQ a"));
    }

    [Fact]
    public void Set_until_the_past_leaves_nothing_and_says_DEL()
    {
        _bench.Line("SET k a");
        Assert.Equal("+OK", _bench.Line("SET k b PXAT 5"));
        Assert.Equal(":0", _bench.Line("EXISTS k"));
        Assert.Equal(["SET k a", "DEL k"], _bench.Effects());
    }

    [Fact]
    public void Setnx_and_getset_write_a_plain_SET_effect()
    {
        Assert.Equal(":1", _bench.Line("SETNX k a"));
        Assert.Equal(":0", _bench.Line("SETNX k b"));
        Assert.Equal("\"a\"", _bench.Line("GETSET k c"));
        Assert.Equal("nil", _bench.Line("GETSET l d"));
        Assert.Equal(["SET k a", "SET k c", "SET l d"], _bench.Effects().Order());
    }

    [Fact]
    public void Set_marks_watchers_only_when_it_sets()
    {
        var watcher = _bench.Watch("k");
        _bench.Line("SET k a XX");
        _bench.Line("SET k a EX 0");
        Assert.Equal(0, watcher.Changes);
        _bench.Line("SET k a");
        Assert.Equal(1, watcher.Changes);
    }

    [Fact]
    public void Default_time_to_live_is_given_to_keys_made_without_one()
    {
        _bench.Settings.DefaultTtlMs = 5000;
        _bench.Line("SET plain v");
        _bench.Line("SET timed v EX 9");
        _bench.Line("SET kept v KEEPTTL");
        _bench.Line("INCR counter");
        _bench.Line("APPEND text x");
        _bench.NowMs += 1000;
        _bench.Line("INCR counter");
        Assert.Equal(":4000", _bench.Line("PTTL plain"));
        Assert.Equal(":8000", _bench.Line("PTTL timed"));
        Assert.Equal(":4000", _bench.Line("PTTL kept"));
        Assert.Equal(":4000", _bench.Line("PTTL counter"));
        Assert.Equal(":4000", _bench.Line("PTTL text"));
        Assert.Contains("PEXPIREAT plain 1700000005000", _bench.Effects());
    }

    [Theory]
    [InlineData("SET k")]
    [InlineData("SETNX k v w")]
    [InlineData("SETEX k 1")]
    [InlineData("GETSET k")]
    public void Set_with_too_few_or_many_arguments_names_the_command(string command) =>
        Assert.Equal($"-ERR wrong number of arguments for '{command.Split(' ')[0].ToLowerInvariant()}' command", _bench.Line(command));
}
