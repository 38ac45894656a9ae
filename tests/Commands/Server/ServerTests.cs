using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Server;

public sealed class ServerTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.Rows);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Time_is_seconds_and_microseconds() => Assert.Equal("[\"1700000000\", \"42\"]", _bench.Line("TIME"));

    [Theory]
    [InlineData("TIME a", "-ERR wrong number of arguments for 'time' command")]
    [InlineData("ROLE", "[\"master\", :0, []]")]
    [InlineData("ROLE a", "-ERR wrong number of arguments for 'role' command")]
    [InlineData("INFO", "\"# server\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO default", "\"# server\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO ALL", "\"# server\\r\\n\\r\\n# commandstats\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO everything foo", "\"# server\\r\\n\\r\\n# commandstats\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO Keyspace server keyspace", "\"# server\\r\\n\\r\\n# keyspace\\r\\n\"")]
    [InlineData("INFO foo", "\"\"")]
    public void Command_answers_as_redis(string command, string reply) => Assert.Equal(reply, _bench.Line(command));

    [Fact]
    public void Info_is_verbatim_in_resp3()
    {
        _bench.Line("HELLO 3");
        Assert.Equal("=txt\"# keyspace\\r\\n\"", _bench.Line("INFO keyspace"));
    }
}
