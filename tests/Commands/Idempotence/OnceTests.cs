using AkkaCache.Commands.Idempotence;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Effects;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Idempotence;

/// <summary>ONCE executes a request once, however often it comes.</summary>
public sealed class OnceTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("INCR n", ":1", "\"1\"")]
    [InlineData("DECR n", ":-1", "\"-1\"")]
    [InlineData("INCRBY n 5", ":5", "\"5\"")]
    [InlineData("DECRBY n 5", ":-5", "\"-5\"")]
    [InlineData("INCRBYFLOAT n 1.5", "\"1.5\"", "\"1.5\"")]
    [InlineData("APPEND n abc", ":3", "\"abc\"")]
    [InlineData("SETNX n abc", ":1", "\"abc\"")]
    public void Repetition_has_the_reply_of_the_execution(string command, string reply, string value)
    {
        for (var i = 0; i < 3; i++) Assert.Equal(reply, _bench.Line($"ONCE me 1 0 {command}"));
        Assert.Equal(value, _bench.Line("GET n"));
    }

    [Fact]
    public void Board_commands_count_once_too()
    {
        for (var i = 0; i < 3; i++) Assert.Equal("\"2.5\"", _bench.Line("ONCE me 1 0 ZINCRBY board 2.5 ann"));
        for (var i = 0; i < 3; i++) Assert.Equal(":1", _bench.Line("ONCE me 2 0 ZADD board 7 bob"));
        for (var i = 0; i < 3; i++) Assert.Equal("\"3\"", _bench.Line("ONCE me 3 0 ZADD board INCR 0.5 ann"));
        for (var i = 0; i < 3; i++) Assert.Equal("nil", _bench.Line("ONCE me 4 0 ZADD board NX INCR 1 ann"));
        Assert.Equal("[\"ann\", \"3\", \"bob\", \"7\"]", _bench.Line("ZRANGE board 0 -1 WITHSCORES"));
    }

    [Fact]
    public void Reply_is_remembered_for_either_protocol()
    {
        Assert.Equal("\"1.5\"", _bench.Line("ONCE me 1 0 ZINCRBY board 1.5 ann"));
        _bench.Reply.ProtocolVersion = 3;
        Assert.Equal(",1.5", _bench.Line("ONCE me 1 0 ZINCRBY board 1.5 ann"));
        Assert.Equal(",3", _bench.Line("ONCE me 2 0 ZINCRBY board 1.5 ann"));
        _bench.Reply.ProtocolVersion = 2;
        Assert.Equal("\"3\"", _bench.Line("ONCE me 2 0 ZINCRBY board 1.5 ann"));
    }

    [Fact]
    public void Requests_of_other_numbers_clients_and_partitions_are_others()
    {
        Assert.Equal(":1", _bench.Line("ONCE me 1 0 INCR n"));
        Assert.Equal(":2", _bench.Line("ONCE me 2 0 INCR n"));
        Assert.Equal(":3", _bench.Line("ONCE you 1 0 INCR n"));
        // The window is the partition's: a request that is repeated for another key of it is the same request.
        Assert.Equal(":1", _bench.Line("ONCE me 1 0 INCR {n}other"));
        Assert.Equal("nil", _bench.Line("GET {n}other"));
    }

    [Fact]
    public void Error_is_not_remembered()
    {
        _bench.Line("SET n text");
        Assert.StartsWith("-ERR value is not an integer", _bench.Line("ONCE me 1 0 INCR n"), StringComparison.Ordinal);
        _bench.Line("SET n 5");
        Assert.Equal(":6", _bench.Line("ONCE me 1 0 INCR n"));
        Assert.Equal(":6", _bench.Line("ONCE me 1 0 INCR n"));
    }

    [Fact]
    public void What_was_taken_back_is_refused_and_its_memory_free()
    {
        for (var i = 1; i <= 1000; i++) _bench.Line($"ONCE me {i} {i - 10} INCR n");
        Assert.InRange(_bench.SpaceOf("n").Once.Count, 1, 12);
        Assert.StartsWith("-ERR the client has taken this request", _bench.Line("ONCE me 5 990 INCR n"), StringComparison.Ordinal);
        Assert.StartsWith("-ERR the client has taken this request", _bench.Line("ONCE me 5 0 INCR n"), StringComparison.Ordinal);
        Assert.Equal("\"1000\"", _bench.Line("GET n"));
    }

    [Fact]
    public void Without_being_taken_back_it_is_remembered_for_ten_minutes()
    {
        Assert.Equal(":1", _bench.Line("ONCE me 1 0 INCR n"));
        _bench.NowMs += OnceWindow.KeepMs;
        Assert.Equal(":1", _bench.Line("ONCE me 1 0 INCR n"));
        Assert.Equal(":2", _bench.Line("ONCE me 2 0 INCR n"));
        _bench.NowMs++;
        Assert.Equal(":3", _bench.Line("ONCE me 3 0 INCR n"));
        Assert.Equal(2, _bench.SpaceOf("n").Once.Count);
        _bench.NowMs += OnceWindow.KeepMs + 1;
        Assert.Equal(":4", _bench.Line("ONCE you 1 0 INCR n"));
        Assert.Equal((1, 1), (_bench.SpaceOf("n").Once.Count, _bench.SpaceOf("n").Once.Clients));
    }

    [Fact]
    public void Full_window_refuses_and_executes_nothing()
    {
        for (var i = 0; i < OnceWindow.MaxReplies; i++) _bench.Run("ONCE", "me", $"{i}", "0", "INCR", "n");
        Assert.StartsWith("-BUSY", _bench.Line("ONCE me 100000 0 INCR n"), StringComparison.Ordinal);
        Assert.Equal($"\"{OnceWindow.MaxReplies}\"", _bench.Line("GET n"));
        Assert.Equal($":{OnceWindow.MaxReplies}", _bench.Line($"ONCE me {OnceWindow.MaxReplies - 1} 0 INCR n"));
        _bench.NowMs += OnceWindow.KeepMs + 1;
        Assert.Equal($":{OnceWindow.MaxReplies + 1}", _bench.Line("ONCE you 1 0 INCR n"));
        Assert.Equal(1, _bench.SpaceOf("n").Once.Count);
    }

    [Theory]
    [InlineData("ONCE me 1 0 GET n", "-ERR ONCE does not execute this command")]
    [InlineData("ONCE me 1 0 SET n v", "-ERR ONCE does not execute this command")]
    [InlineData("ONCE me 1 0 ONCE n", "-ERR ONCE does not execute this command")]
    [InlineData("ONCE me 1 0 INCRBY n", "-ERR wrong number of arguments for 'incrby' command")]
    [InlineData("ONCE me 1 0 INCR", "-ERR wrong number of arguments for 'once' command")]
    [InlineData("ONCE me x 0 INCR n", "-ERR value is not an integer or out of range")]
    [InlineData("ONCE me 1 x INCR n", "-ERR value is not an integer or out of range")]
    [InlineData("ONCE me 1 2 INCR n", "-ERR the client has taken this request of ONCE back")]
    [InlineData("ONCE xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx 1 0 INCR n", "-ERR the client of ONCE must have 1 to 64 bytes")]
    public void Refused(string command, string error)
    {
        Assert.Equal(error, _bench.Line(command));
        Assert.Equal("nil", _bench.Line("GET n"));
        Assert.Equal(0, _bench.SpaceOf("n").Once.Count);
    }

    /// <summary>Whoever has the write knows the request, by the effects, however they are cut.</summary>
    [Fact]
    public void Copy_that_takes_over_knows_the_request()
    {
        var space = _bench.SpaceOf("n");
        using var copy = new CopyBench(space);
        _bench.Line("ONCE me 1 0 INCR n");
        _bench.Line("ONCE me 2 1 ZINCRBY {n}board 1.5 ann");
        copy.Follow(new Random(1));
        copy.Check("after two requests");
        Assert.True(copy.Space.Once.TryFind("me"u8, 2, out var reply));
        Assert.Equal(",1.5\r\n"u8, reply);
    }
}
