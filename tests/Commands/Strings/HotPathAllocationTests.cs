using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Commands.Tests.Strings;

/// <summary>Hits, overwrites and counters leave nothing for the garbage collector.</summary>
public sealed class HotPathAllocationTests
{
    private const int Rounds = 200;

    /// <summary>Effect logs have reached their ceiling before the measuring begins.</summary>
    private const int SmallLog = 1024;

    [Theory]
    [InlineData("GET k", "GET absent")]
    [InlineData("SET k v1", "SET k value2")]
    [InlineData("SET k v EX 100", "SET k v KEEPTTL GET")]
    [InlineData("SET new v NX", "DEL new")]
    [InlineData("SETEX t 100 v", "PSETEX t 100000 w")]
    [InlineData("GETSET k a", "GETEX k EX 50")]
    [InlineData("INCR n", "DECRBY n 100000")]
    [InlineData("INCRBYFLOAT f 0.1", "INCRBYFLOAT f -12.625")]
    [InlineData("MSET a 1 b 2 c 3", "MGET a b c")]
    [InlineData("APPEND s xy", "SETRANGE s 0 z")]
    [InlineData("STRLEN k", "GETRANGE k 0 -1")]
    [InlineData("EXISTS k absent", "TOUCH k absent")]
    [InlineData("TYPE k", "PTTL k")]
    [InlineData("EXPIRE k 100", "PERSIST k")]
    [InlineData("SET {x}1 v", "RENAME {x}1 {x}2")]
    [InlineData("SET {x}1 v", "RENAME {x}1 {y}1")]
    public void Command_allocates_nothing(string first, string second)
    {
        using var bench = new CommandBench(AllCommands.NewTable().All, logBytes: SmallLog);
        bench.Line("SET k v");
        bench.Line("SET n 1000");
        var commands = new[] { CommandBytes.Of(first.Split(' ')), CommandBytes.Of(second.Split(' ')) };
        Assert.Equal(0, Allocated.By(Rounds, _ =>
        {
            foreach (var command in commands) bench.Execute(command);
            while (bench.Reply.PendingBytes > 0) bench.Reply.Take(bench.Reply.Peek().Count);
        }));
    }
}
