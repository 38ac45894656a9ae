using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Connection;

public sealed class ConnectionTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.Rows);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("PING", "+PONG")]
    [InlineData("ping hi", "\"hi\"")]
    [InlineData("PING a b", "-ERR wrong number of arguments for 'ping' command")]
    [InlineData("ECHO x", "\"x\"")]
    [InlineData("ECHO", "-ERR wrong number of arguments for 'echo' command")]
    [InlineData("SELECT 0", "+OK")]
    [InlineData("SELECT 1", "-ERR DB index is out of range")]
    [InlineData("SELECT -1", "-ERR DB index is out of range")]
    [InlineData("SELECT a", "-ERR value is not an integer or out of range")]
    [InlineData("SELECT 99999999999", "-ERR value is out of range, value must between -2147483648 and 2147483647")]
    [InlineData("SELECT 99999999999999999999", "-ERR value is not an integer or out of range")]
    [InlineData("READONLY", "-ERR This instance has cluster support disabled")]
    [InlineData("CLUSTER INFO", "-ERR This instance has cluster support disabled")]
    [InlineData("CLUSTER NODES", "-ERR This instance has cluster support disabled")]
    [InlineData("CLUSTER FOO", "-ERR unknown subcommand 'FOO'. Try CLUSTER HELP.")]
    public void Command_answers_as_redis(string command, string reply) => Assert.Equal(reply, _bench.Line(command));

    [Fact]
    public void Ping_of_a_resp2_subscriber_is_an_array()
    {
        _bench.Session.Subscribe("c"u8);
        Assert.Equal("[\"pong\", \"\"]", _bench.Line("PING"));
        Assert.Equal("[\"pong\", \"hi\"]", _bench.Line("PING hi"));
    }

    [Fact]
    public void Ping_of_a_resp3_subscriber_is_simple()
    {
        _bench.Line("HELLO 3");
        _bench.Session.SubscribePattern("c"u8);
        Assert.Equal("+PONG", _bench.Line("PING"));
    }

    [Fact]
    public void Quit_ends_the_connection_after_its_reply_whatever_its_arguments()
    {
        Assert.Equal("+OK", _bench.Line("QUIT now"));
        Assert.True(_bench.Session.IsClosing);
    }

    [Fact]
    public void Reset_brings_resp2_back_and_forgets_the_name()
    {
        _bench.Line("HELLO 3 SETNAME me");
        _bench.Line("MULTI");
        Assert.Equal("+RESET", _bench.Line("RESET"));
        Assert.Equal(2, _bench.Session.ProtocolVersion);
        Assert.False(_bench.Session.InTransaction);
        Assert.Equal("nil", _bench.Line("CLIENT GETNAME"));
        Assert.Equal("-ERR wrong number of arguments for 'reset' command", _bench.Line("RESET a"));
    }
}
