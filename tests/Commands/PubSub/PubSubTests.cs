using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.PubSub;

public sealed class PubSubTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.Rows);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Subscribe_confirms_each_name_with_the_running_count()
        => Assert.Equal(
            ["[\"subscribe\", \"a\", :1]", "[\"subscribe\", \"b\", :2]", "[\"subscribe\", \"a\", :2]"],
            _bench.RunMany("SUBSCRIBE", "a", "b", "a"));

    [Fact]
    public void Patterns_and_channels_count_together()
    {
        _bench.RunMany("SUBSCRIBE", "x");
        Assert.Equal(["[\"psubscribe\", \"x*\", :2]"], _bench.RunMany("PSUBSCRIBE", "x*"));
        Assert.Equal(["[\"unsubscribe\", \"zz\", :2]"], _bench.RunMany("UNSUBSCRIBE", "zz"));
        Assert.Equal(["[\"unsubscribe\", \"x\", :1]"], _bench.RunMany("UNSUBSCRIBE"));
        Assert.Equal(["[\"punsubscribe\", \"x*\", :0]"], _bench.RunMany("PUNSUBSCRIBE"));
    }

    [Fact]
    public void Unsubscribe_from_nothing_confirms_null()
    {
        Assert.Equal(["[\"unsubscribe\", nil, :0]"], _bench.RunMany("UNSUBSCRIBE"));
        Assert.Equal(["[\"punsubscribe\", nil, :0]"], _bench.RunMany("PUNSUBSCRIBE"));
        Assert.Equal(["[\"punsubscribe\", \"a\", :0]", "[\"punsubscribe\", \"b\", :0]"], _bench.RunMany("PUNSUBSCRIBE", "a", "b"));
    }

    [Fact]
    public void Confirmations_are_pushes_in_resp3()
    {
        _bench.Line("HELLO 3");
        Assert.Equal([">[\"subscribe\", \"a\", :1]"], _bench.RunMany("SUBSCRIBE", "a"));
        Assert.Equal([">[\"unsubscribe\", \"a\", :0]"], _bench.RunMany("UNSUBSCRIBE"));
        Assert.Equal([">[\"unsubscribe\", _, :0]"], _bench.RunMany("UNSUBSCRIBE"));
    }

    [Fact]
    public void Publish_answers_the_deliveries()
    {
        _bench.Node.Audience["news"] = 2;
        Assert.Equal(":2", _bench.Line("PUBLISH news hello"));
        Assert.Equal(":0", _bench.Line("PUBLISH olds hello"));
        Assert.Equal(["news: hello", "olds: hello"], _bench.Node.Published);
    }

    [Theory]
    [InlineData("SUBSCRIBE", "-ERR wrong number of arguments for 'subscribe' command")]
    [InlineData("PUBLISH a", "-ERR wrong number of arguments for 'publish' command")]
    [InlineData("PUBSUB", "-ERR wrong number of arguments for 'pubsub' command")]
    [InlineData("PUBSUB FOO", "-ERR unknown subcommand 'FOO'. Try PUBSUB HELP.")]
    [InlineData("PUBSUB CHANNELS a b", "-ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.")]
    [InlineData("PUBSUB NUMPAT 1", "-ERR wrong number of arguments for 'pubsub|numpat' command")]
    [InlineData("PUBSUB NUMPAT", ":3")]
    [InlineData("PUBSUB NUMSUB", "[]")]
    [InlineData("PUBSUB NUMSUB news b", "[\"news\", :2, \"b\", :0]")]
    [InlineData("PUBSUB CHANNELS", "[\"news\"]")]
    [InlineData("PUBSUB CHANNELS n*", "[\"news\"]")]
    [InlineData("PUBSUB CHANNELS N*", "[]")]
    public void Command_answers_as_redis(string command, string reply)
    {
        _bench.Node.Audience["news"] = 2;
        Assert.Equal(reply, _bench.Line(command));
    }
}
