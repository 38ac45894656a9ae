using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Server;

/// <summary>The command; what settings there are and what they accept is the node's and tested there.</summary>
public sealed class ConfigTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.Rows);

    public ConfigTests()
    {
        _bench.Node.Settings["maxmemory"] = "0";
        _bench.Node.Settings["maxmemory-policy"] = "allkeys-lru";
        _bench.Node.Settings["timeout"] = "10";
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("CONFIG", "-ERR wrong number of arguments for 'config' command")]
    [InlineData("CONFIG GET", "-ERR wrong number of arguments for 'config|get' command")]
    [InlineData("CONFIG GET maxmem*", "[\"maxmemory\", \"0\", \"maxmemory-policy\", \"allkeys-lru\"]")]
    [InlineData("CONFIG GET TIMEOUT *memory timeout", "[\"maxmemory\", \"0\", \"timeout\", \"10\"]")]
    [InlineData("CONFIG GET nothing", "[]")]
    [InlineData("CONFIG SET a", "-ERR wrong number of arguments for 'config|set' command")]
    [InlineData("CONFIG SET timeout 5 b", "-ERR syntax error")]
    [InlineData("CONFIG SET a b", "-ERR Unknown option or number of arguments for CONFIG SET - 'a'")]
    [InlineData("CONFIG SET maxmemory bad", "-ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument is bad")]
    [InlineData("CONFIG FOO", "-ERR unknown subcommand 'FOO'. Try CONFIG HELP.")]
    [InlineData("CONFIG RESETSTAT a", "-ERR wrong number of arguments for 'config|resetstat' command")]
    public void Command_answers_as_redis(string command, string reply)
    {
        Assert.Equal(reply, _bench.Line(command));
        Assert.Equal("10", _bench.Node.Settings["timeout"]);
    }

    [Fact]
    public void Set_changes_several()
    {
        Assert.Equal("+OK", _bench.Line("CONFIG SET timeout 5 maxmemory 7"));
        Assert.Equal("[\"maxmemory\", \"7\", \"timeout\", \"5\"]", _bench.Line("CONFIG GET timeout maxmemory"));
    }

    [Fact]
    public void Set_refuses_bytes_that_are_no_text()
    {
        Assert.Equal(
            "-ERR CONFIG SET failed (possibly related to argument 'timeout') - argument must be UTF-8 text",
            _bench.Run("CONFIG", "SET", "timeout", "\u00ff"));
        Assert.Equal("10", _bench.Node.Settings["timeout"]);
    }

    [Fact]
    public void Get_is_a_map_in_resp3()
    {
        _bench.Line("HELLO 3");
        Assert.Equal("{\"timeout\": \"10\"}", _bench.Line("CONFIG GET timeout"));
    }

    [Fact]
    public void Resetstat_resets_and_rewrite_is_refused()
    {
        Assert.Equal("+OK", _bench.Line("CONFIG RESETSTAT"));
        Assert.Equal(1, _bench.Node.Resets);
        Assert.StartsWith("-ERR", _bench.Line("CONFIG REWRITE"), StringComparison.Ordinal);
    }
}
