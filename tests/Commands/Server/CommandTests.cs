using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Server;

public sealed class CommandTests : IDisposable
{
    private const string GetInfo =
        "[\"get\", :2, ~[+readonly, +fast], :1, :1, :1, ~[+@read, +@fast, +@string], ~[], ~[{\"flags\": ~[+RO, +access], "
        + "\"begin_search\": {\"type\": \"index\", \"spec\": {\"index\": :1}}, "
        + "\"find_keys\": {\"type\": \"range\", \"spec\": {\"lastkey\": :0, \"keystep\": :1, \"limit\": :0}}}], ~[]]";

    private readonly CommandBench _bench = new(AllCommands.Rows);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("COMMAND COUNT 1", "-ERR wrong number of arguments for 'command|count' command")]
    [InlineData("COMMAND FOO", "-ERR unknown subcommand 'FOO'. Try COMMAND HELP.")]
    [InlineData("COMMAND LIST a", "-ERR syntax error")]
    [InlineData("COMMAND LIST FILTERBY", "-ERR syntax error")]
    [InlineData("COMMAND LIST FILTERBY foo bar", "-ERR syntax error")]
    [InlineData("COMMAND LIST FILTERBY module foo", "[]")]
    [InlineData("COMMAND LIST FILTERBY ACLCAT foo", "[]")]
    [InlineData("COMMAND LIST FILTERBY ACLCAT transaction", "[\"multi\", \"exec\", \"discard\", \"watch\", \"unwatch\"]")]
    [InlineData("COMMAND LIST FILTERBY PATTERN CLIENT|L*", "[\"client|list\"]")]
    [InlineData("COMMAND INFO foo", "[nil]")]
    [InlineData("COMMAND INFO client|foo", "[nil]")]
    [InlineData("COMMAND INFO client|id", "[[\"client|id\", :2, [+noscript, +loading, +stale], :0, :0, :0, [+@slow, +@connection], [], [], []]]")]
    [InlineData("COMMAND DOCS foo", "[]")]
    [InlineData("COMMAND GETKEYS", "-ERR wrong number of arguments for 'command|getkeys' command")]
    [InlineData("COMMAND GETKEYS foo a", "-ERR Invalid command specified")]
    [InlineData("COMMAND GETKEYS ping a", "-ERR The command has no key arguments")]
    [InlineData("COMMAND GETKEYS client id", "-ERR The command has no key arguments")]
    [InlineData("COMMAND GETKEYS client foo", "-ERR Invalid command specified")]
    [InlineData("COMMAND GETKEYS set a", "-ERR Invalid number of arguments specified for command")]
    [InlineData("COMMAND GETKEYS get a b", "-ERR Invalid number of arguments specified for command")]
    [InlineData("COMMAND GETKEYS get a", "[\"a\"]")]
    [InlineData("COMMAND GETKEYS mset a b c d", "[\"a\", \"c\"]")]
    [InlineData("COMMAND GETKEYS del a b c", "[\"a\", \"b\", \"c\"]")]
    [InlineData("COMMAND GETKEYSANDFLAGS del a b", "[[\"a\", [+RM, +delete]], [\"b\", [+RM, +delete]]]")]
    [InlineData("COMMAND GETKEYSANDFLAGS set a b", "[[\"a\", [+OW, +update]]]")]
    [InlineData("COMMAND GETKEYSANDFLAGS set a b GET", "[[\"a\", [+RW, +access, +update]]]")]
    public void Command_answers_as_redis(string command, string reply) => Assert.Equal(reply, _bench.Line(command));

    [Fact]
    public void Info_in_resp3_has_sets_and_maps()
    {
        _bench.Line("HELLO 3");
        Assert.Equal($"[{GetInfo}, _]", _bench.Line("COMMAND INFO GET nope"));
    }

    [Fact]
    public void Command_alone_and_info_without_names_describe_all()
    {
        var all = _bench.Line("COMMAND");
        Assert.Equal(all, _bench.Line("COMMAND INFO"));
        foreach (var row in _bench.Table.All) Assert.Contains($"[\"{row.Name}\", :{row.Arity}, ", all, StringComparison.Ordinal);
        Assert.Equal($":{_bench.Table.All.Count}", _bench.Line("COMMAND COUNT"));
    }

    [Fact]
    public void Docs_describe_arguments_and_subcommands()
    {
        _bench.Line("HELLO 3");
        Assert.Equal(
            "{\"ping\": {\"summary\": \"Answers PONG, or the message it was given.\", \"since\": \"1.0.0\", \"group\": \"connection\", \"complexity\": \"O(1)\", "
            + "\"arguments\": [{\"name\": \"message\", \"type\": \"string\", \"flags\": ~[+optional]}]}}",
            _bench.Line("COMMAND DOCS ping"));
        Assert.Contains("\"subcommands\": {\"pubsub|channels\": {\"summary\"", _bench.Line("COMMAND DOCS pubsub"), StringComparison.Ordinal);
        var all = _bench.Line("COMMAND DOCS");
        foreach (var row in _bench.Table.All) Assert.Contains($"\"{row.Name}\": {{", all, StringComparison.Ordinal);
    }
}
