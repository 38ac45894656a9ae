using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Connection;

public sealed class AuthenticationTests : IDisposable
{
    private const string WrongPass = "-WRONGPASS invalid username-password pair or user is disabled.";

    private readonly CommandBench _bench = new(AllCommands.Rows);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Hello_without_version_describes_the_server_in_the_current_protocol()
        => Assert.Equal(
            "[\"server\", \"redis\", \"version\", \"7.0.15\", \"proto\", :2, \"id\", :7, \"mode\", \"standalone\", \"role\", \"master\", \"modules\", []]",
            _bench.Line("HELLO"));

    [Fact]
    public void Hello_3_answers_a_map_already()
    {
        Assert.Equal(
            "{\"server\": \"redis\", \"version\": \"7.0.15\", \"proto\": :3, \"id\": :7, \"mode\": \"standalone\", \"role\": \"master\", \"modules\": []}",
            _bench.Line("HELLO 3"));
        Assert.Equal(3, _bench.Session.ProtocolVersion);
        Assert.StartsWith("[\"server\"", _bench.Line("HELLO 2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HELLO 1", "-NOPROTO unsupported protocol version")]
    [InlineData("HELLO 4", "-NOPROTO unsupported protocol version")]
    [InlineData("HELLO a", "-ERR Protocol version is not an integer or out of range")]
    [InlineData("HELLO 3 FOO", "-ERR Syntax error in HELLO option 'FOO'")]
    [InlineData("HELLO 3 AUTH a", "-ERR Syntax error in HELLO option 'AUTH'")]
    [InlineData("HELLO 3 SETNAME", "-ERR Syntax error in HELLO option 'SETNAME'")]
    [InlineData("HELLO 3 AUTH foo x", WrongPass)]
    [InlineData("AUTH x", "-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")]
    [InlineData("AUTH default x", "+OK")]
    [InlineData("AUTH foo x", WrongPass)]
    [InlineData("AUTH a b c", "-ERR syntax error")]
    [InlineData("AUTH", "-ERR wrong number of arguments for 'auth' command")]
    public void Command_without_a_password_configured_answers_as_redis(string command, string reply)
    {
        Assert.Equal(reply, _bench.Line(command));
        Assert.Equal(2, _bench.Session.ProtocolVersion);
    }

    [Fact]
    public void Hello_refuses_a_name_with_blanks()
        => Assert.Equal("-ERR Client names cannot contain spaces, newlines or special characters.", _bench.Run("HELLO", "3", "SETNAME", "a b"));

    [Theory]
    [InlineData("AUTH bad", WrongPass, false)]
    [InlineData("AUTH default bad", WrongPass, false)]
    [InlineData("AUTH foo secret", WrongPass, false)]
    [InlineData("AUTH secret", "+OK", true)]
    [InlineData("AUTH default secret", "+OK", true)]
    [InlineData("HELLO 3 AUTH default bad", WrongPass, false)]
    public void Password_decides(string command, string reply, bool authenticated)
    {
        Protect();
        Assert.Equal(reply, _bench.Line(command));
        Assert.Equal(authenticated, _bench.Session.IsAuthenticated);
    }

    [Fact]
    public void Hello_of_a_stranger_is_refused_and_changes_nothing()
    {
        Protect();
        Assert.StartsWith("-NOAUTH HELLO must be called with the client already authenticated", _bench.Line("HELLO 3"), StringComparison.Ordinal);
        Assert.Equal(2, _bench.Session.ProtocolVersion);
    }

    [Fact]
    public void Hello_may_authenticate_and_name_in_one_go()
    {
        Protect();
        Assert.StartsWith("{", _bench.Line("HELLO 3 SETNAME me AUTH default secret"), StringComparison.Ordinal);
        Assert.Equal("\"me\"", _bench.Line("CLIENT GETNAME"));
        Assert.Equal("+OK", _bench.Line("AUTH secret"));
        Assert.Equal(WrongPass, _bench.Line("AUTH bad"));
        Assert.True(_bench.Session.IsAuthenticated);
    }

    private void Protect()
    {
        _bench.Node.Password = "secret";
        _bench.Session.IsAuthenticated = false;
    }
}
