using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Connection;

public sealed class ClientTests : IDisposable
{
    private const string BadName = "-ERR Client names cannot contain spaces, newlines or special characters.";

    private readonly CommandBench _bench = new(AllCommands.Rows);

    public ClientTests()
    {
        // The bench's own session is client 7.
        _bench.Node.Connected.AddRange(
        [
            new TestClient(3, "10.0.0.1:1000", Type: "pubsub"),
            new TestClient(7, "127.0.0.1:7777"),
            new TestClient(9, "10.0.0.1:1001", LocalAddress: "10.0.0.9:6379"),
        ]);
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("CLIENT", "-ERR wrong number of arguments for 'client' command")]
    [InlineData("CLIENT FOO", "-ERR unknown subcommand 'FOO'. Try CLIENT HELP.")]
    [InlineData("CLIENT PAUSE 1", "-ERR unknown subcommand 'PAUSE'. Try CLIENT HELP.")]
    [InlineData("CLIENT ID", ":7")]
    [InlineData("client id x", "-ERR wrong number of arguments for 'client|id' command")]
    [InlineData("CLIENT GETNAME", "nil")]
    [InlineData("CLIENT GETREDIR", ":-1")]
    [InlineData("CLIENT NO-EVICT on", "+OK")]
    [InlineData("CLIENT NO-EVICT x", "-ERR syntax error")]
    [InlineData("CLIENT TRACKING off", "+OK")]
    [InlineData("CLIENT TRACKING on", "-ERR Client tracking is not supported by this server")]
    [InlineData("CLIENT TRACKING x", "-ERR syntax error")]
    [InlineData("CLIENT TRACKINGINFO", "[\"flags\", [\"off\"], \"redirect\", :-1, \"prefixes\", []]")]
    [InlineData("CLIENT SETINFO LIB-NAME redis-py", "+OK")]
    [InlineData("CLIENT SETINFO lib-ver 1.2", "+OK")]
    [InlineData("CLIENT SETINFO foo x", "-ERR Unrecognized option 'foo'")]
    [InlineData("CLIENT INFO", "\"id=7\\n\"")]
    [InlineData("CLIENT LIST", "\"id=3\\nid=7\\nid=9\\n\"")]
    [InlineData("CLIENT LIST TYPE pubsub", "\"id=3\\n\"")]
    [InlineData("CLIENT LIST TYPE master", "\"\"")]
    [InlineData("CLIENT LIST TYPE foo", "-ERR Unknown client type 'foo'")]
    [InlineData("CLIENT LIST TYPE", "-ERR syntax error")]
    [InlineData("CLIENT LIST ID 9 3 5", "\"id=9\\nid=3\\n\"")]
    [InlineData("CLIENT LIST ID a", "-ERR Invalid client ID")]
    [InlineData("CLIENT LIST ID", "-ERR syntax error")]
    [InlineData("CLIENT LIST FOO", "-ERR syntax error")]
    [InlineData("CLIENT KILL", "-ERR wrong number of arguments for 'client|kill' command")]
    [InlineData("CLIENT KILL 1.2.3.4:5", "-ERR No such client")]
    [InlineData("CLIENT KILL ID a", "-ERR client-id should be greater than 0")]
    [InlineData("CLIENT KILL ID 0", "-ERR client-id should be greater than 0")]
    [InlineData("CLIENT KILL ID 12345", ":0")]
    [InlineData("CLIENT KILL TYPE foo", "-ERR Unknown client type 'foo'")]
    [InlineData("CLIENT KILL TYPE master", ":0")]
    [InlineData("CLIENT KILL USER nobody", "-ERR No such user 'nobody'")]
    [InlineData("CLIENT KILL SKIPME maybe", "-ERR syntax error")]
    [InlineData("CLIENT KILL ADDR x LADDR", "-ERR syntax error")]
    [InlineData("CLIENT KILL FOO bar", "-ERR syntax error")]
    public void Command_answers_as_redis(string command, string reply)
    {
        Assert.Equal(reply, _bench.Line(command));
        Assert.Equal(3, _bench.Node.Connected.Count);
    }

    [Theory]
    [InlineData("CLIENT KILL 10.0.0.1:1001", "+OK", "3 7")]
    [InlineData("CLIENT KILL ID 3", ":1", "7 9")]
    [InlineData("CLIENT KILL TYPE normal", ":1", "3 7")]
    [InlineData("CLIENT KILL TYPE pubsub ID 9", ":0", "3 7 9")]
    [InlineData("CLIENT KILL ADDR 10.0.0.1:1000 TYPE pubsub", ":1", "7 9")]
    [InlineData("CLIENT KILL LADDR 10.0.0.9:6379", ":1", "3 7")]
    [InlineData("CLIENT KILL USER default SKIPME yes", ":2", "7")]
    public void Kill_ends_those_that_meet_all_conditions(string command, string reply, string left)
    {
        Assert.Equal(reply, _bench.Line(command));
        Assert.Equal(left, string.Join(' ', _bench.Node.Connected.Select(client => client.Id)));
        Assert.False(_bench.Session.IsClosing);
    }

    [Theory]
    [InlineData("CLIENT KILL 127.0.0.1:7777", "+OK")]
    [InlineData("CLIENT KILL ID 7 SKIPME no", ":1")]
    public void Kill_of_the_own_connection_still_answers(string command, string reply)
    {
        Assert.Equal(reply, _bench.Line(command));
        Assert.True(_bench.Session.IsClosing);
    }

    [Fact]
    public void Kill_leaves_the_own_connection_alone_unless_told()
    {
        Assert.Equal(":0", _bench.Line("CLIENT KILL ID 7"));
        Assert.False(_bench.Session.IsClosing);
    }

    [Fact]
    public void Name_is_set_shown_and_cleared()
    {
        Assert.Equal(BadName, _bench.Run("CLIENT", "SETNAME", "a b"));
        Assert.Equal(BadName, _bench.Run("CLIENT", "SETNAME", "a\u00e9"));
        Assert.Equal("+OK", _bench.Line("CLIENT SETNAME me"));
        Assert.Equal("\"me\"", _bench.Line("CLIENT GETNAME"));
        Assert.Equal("+OK", _bench.Run("CLIENT", "SETNAME", ""));
        Assert.Equal("nil", _bench.Line("CLIENT GETNAME"));
    }

    [Fact]
    public void Library_is_kept_and_refused_with_blanks()
    {
        _bench.Line("CLIENT SETINFO LIB-NAME lib");
        Assert.Equal("lib"u8.ToArray(), _bench.Session.LibraryName);
        Assert.Equal("-ERR lib-name cannot contain spaces, newlines or special characters.", _bench.Run("CLIENT", "SETINFO", "LIB-NAME", "a b"));
        Assert.Equal("-ERR lib-ver cannot contain spaces, newlines or special characters.", _bench.Run("CLIENT", "SETINFO", "LIB-VER", "a\n"));
        Assert.Equal("lib"u8.ToArray(), _bench.Session.LibraryName);
    }

    [Fact]
    public void Reply_modes_change_the_session_and_only_on_answers()
    {
        Assert.Equal("-ERR syntax error", _bench.Line("CLIENT REPLY maybe"));
        Assert.Empty(_bench.RunMany("CLIENT", "REPLY", "SKIP"));
        Assert.Equal(ReplyMode.SkipNext, _bench.Session.ReplyMode);
        Assert.Empty(_bench.RunMany("CLIENT", "REPLY", "OFF"));
        Assert.Empty(_bench.RunMany("CLIENT", "REPLY", "SKIP"));
        Assert.Equal(ReplyMode.Off, _bench.Session.ReplyMode);
        Assert.Equal("+OK", _bench.Line("CLIENT REPLY ON"));
        Assert.Equal(ReplyMode.On, _bench.Session.ReplyMode);
    }

    [Fact]
    public void List_is_verbatim_in_resp3()
    {
        _bench.Line("HELLO 3");
        Assert.Equal("=txt\"id=3\\n\"", _bench.Line("CLIENT LIST ID 3"));
        Assert.Equal("{\"flags\": ~[\"off\"], \"redirect\": :-1, \"prefixes\": []}", _bench.Line("CLIENT TRACKINGINFO"));
    }

    [Theory]
    [InlineData("CLIENT")]
    [InlineData("CONFIG")]
    [InlineData("COMMAND")]
    [InlineData("PUBSUB")]
    public void Help_lists_every_subcommand(string container)
    {
        var help = _bench.Line(container + " HELP");
        var row = _bench.Table.Find(System.Text.Encoding.ASCII.GetBytes(container));
        foreach (var subcommand in row!.Subcommands)
        {
            var name = subcommand.Name[(container.Length + 1)..].ToUpperInvariant();
            Assert.True(help.Contains("+" + name, StringComparison.Ordinal), $"{container} HELP does not mention {name}");
        }
    }
}
