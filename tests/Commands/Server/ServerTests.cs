using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Server;

public sealed class ServerTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.Rows);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Time_is_seconds_and_microseconds() => Assert.Equal("[\"1700000000\", \"42\"]", _bench.Line("TIME"));

    [Fact]
    public void Role_lists_the_nodes_that_hold_backups()
    {
        _bench.Node.Role = new NodeRole(100, [new NodeBackup("10.0.0.2", 6379, 90)]);
        Assert.Equal("[\"master\", :100, [[\"10.0.0.2\", \"6379\", \"90\"]]]", _bench.Line("ROLE"));
    }

    [Theory]
    [InlineData("TIME a", "-ERR wrong number of arguments for 'time' command")]
    [InlineData("ROLE", "[\"master\", :0, []]")]
    [InlineData("ROLE a", "-ERR wrong number of arguments for 'role' command")]
    [InlineData("WAIT 0 0", ":0")]
    [InlineData("WAIT -3 100", ":0")]
    [InlineData("WAIT x 0", "-ERR value is not an integer or out of range")]
    [InlineData("WAIT 1 x", "-ERR timeout is not an integer or out of range")]
    [InlineData("WAIT 1 -1", "-ERR timeout is negative")]
    [InlineData("WAIT 0 9223372036854775807", ":0")]
    [InlineData("WAIT 0 9223372036854775808", "-ERR timeout is not an integer or out of range")]
    [InlineData("SHUTDOWN abort", "-ERR No shutdown in progress.")]
    [InlineData("SHUTDOWN ABORT ABORT", "-ERR No shutdown in progress.")]
    [InlineData("SHUTDOWN later", "-ERR syntax error")]
    [InlineData("SHUTDOWN NOW later", "-ERR syntax error")]
    [InlineData("SHUTDOWN SAVE NOSAVE", "-ERR syntax error")]
    [InlineData("SHUTDOWN ABORT NOW", "-ERR syntax error")]
    [InlineData("SHUTDOWN FORCE ABORT", "-ERR syntax error")]
    [InlineData("SHUTDOWN ABORT SAVE", "-ERR syntax error")]
    [InlineData("INFO", "\"# server\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO default", "\"# server\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO ALL", "\"# server\\r\\n\\r\\n# commandstats\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO everything foo", "\"# server\\r\\n\\r\\n# commandstats\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO Keyspace server keyspace", "\"# server\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO foo", "\"\"")]
    public void Command_answers_as_redis(string command, string reply)
    {
        Assert.Equal(reply, _bench.Line(command));
        Assert.Equal(0, _bench.Node.Ends);
    }

    [Theory]
    [InlineData("WAIT 1 250", 1, 250)]
    [InlineData("WAIT 2 0", 2, -1)]
    public void Wait_has_the_session_wait(string command, long wanted, int limitMs)
    {
        Assert.Empty(_bench.RunMany(command.Split(' ')));
        Assert.Equal([(wanted, TimeSpan.FromMilliseconds(limitMs))], _bench.Session.CopyWaits);
    }

    [Fact]
    public void Wait_in_a_transaction_does_not()
    {
        _bench.Session.BeginTransaction();
        Assert.Equal(":0", _bench.Line("WAIT 1 0"));
        Assert.Empty(_bench.Session.CopyWaits);
    }

    [Fact]
    public void Wait_that_was_queued_before_other_nodes_came_is_refused()
    {
        _bench.Session.BeginTransaction();
        _bench.Node.Everywhere = new TestEverywhere(_bench);
        Assert.StartsWith("-ERR", _bench.Line("WAIT 1 0"), StringComparison.Ordinal);
        Assert.Empty(_bench.Session.CopyWaits);
    }

    [Theory]
    [InlineData("SHUTDOWN")]
    [InlineData("shutdown nosave now force")]
    [InlineData("SHUTDOWN SAVE NOW NOW")]
    public void Shutdown_ends_the_node_without_a_reply(string command)
    {
        Assert.Empty(_bench.RunMany(command.Split(' ')));
        Assert.Equal(1, _bench.Node.Ends);
        Assert.True(_bench.Session.IsClosing);
    }

    [Fact]
    public void Info_is_verbatim_in_resp3()
    {
        _bench.Line("HELLO 3");
        Assert.Equal("=txt\"# keyspace\\r\\n\"", _bench.Line("INFO keyspace"));
    }
}
