using AkkaCache.Commands.Table;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>Subcommands with a key (OBJECT ENCODING key, MEMORY USAGE key), by the real table: they go to their key's partition, and those without one to none.</summary>
public sealed class SubcommandKeysTests : IDisposable
{
    private readonly RouterFixture _router = new(table: AllCommands.NewTable());

    public SubcommandKeysTests() => _router.Send("SET", "a", "12");

    public void Dispose() => _router.Dispose();

    [Theory]
    [InlineData("OBJECT ENCODING a", "$3\r\nint\r\n")]
    [InlineData("OBJECT REFCOUNT a", ":1\r\n")]
    [InlineData("OBJECT IDLETIME a", ":0\r\n")]
    [InlineData("OBJECT FREQ a", "-ERR An LFU")]
    [InlineData("MEMORY USAGE a", ":")]
    [InlineData("MEMORY USAGE a SAMPLES 5", ":")]
    public void Subcommand_needs_its_keys_partition_and_no_other(string command, string reply)
    {
        var words = command.Split(' ');
        foreach (var partition in _router.Partitions.All)
            if (partition != _router.PartitionOf("a")) partition.Gate.Close();
        Assert.StartsWith(reply, _router.Send(words), StringComparison.Ordinal);
        _router.PartitionOf("a").Gate.Close();
        Assert.Equal("-CLUSTERDOWN Hash slot not served\r\n", _router.Send(words));
    }

    [Theory]
    [InlineData("OBJECT ENCODING a")]
    [InlineData("MEMORY USAGE a")]
    public void Subcommand_does_not_wait_on_a_sockets_thread(string command)
    {
        using var holder = new GateHolder(_router.PartitionOf("a").Gate);
        Assert.Equal("deferred", _router.Send(command.Split(' ')));
    }

    [Theory]
    [InlineData("OBJECT HELP")]
    [InlineData("MEMORY HELP")]
    [InlineData("MEMORY DOCTOR")]
    public void Subcommand_without_a_key_needs_no_partition(string command)
    {
        foreach (var partition in _router.Partitions.All) partition.Gate.Close();
        Assert.DoesNotContain("CLUSTERDOWN", _router.Send(command.Split(' ')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OBJECT ENCODING a", "*1\r\n$3\r\nint\r\n")]
    [InlineData("MEMORY USAGE a", "*1\r\n:")]
    public void Transaction_takes_the_gate_of_a_subcommands_key(string command, string reply)
    {
        _router.Send("MULTI");
        Assert.Equal("+QUEUED\r\n", _router.Send(command.Split(' ')));
        Assert.StartsWith(reply, _router.Send("EXEC"), StringComparison.Ordinal);
        _router.Send("MULTI");
        _router.Send(command.Split(' '));
        _router.PartitionOf("a").Gate.Close();
        Assert.StartsWith("-EXECABORT", _router.Send("EXEC"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OBJECT NOSUCH a", "-ERR unknown subcommand 'NOSUCH'. Try OBJECT HELP.\r\n")]
    [InlineData("OBJECT ENCODING", "-ERR wrong number of arguments for 'object|encoding' command\r\n")]
    [InlineData("MEMORY USAGE", "-ERR wrong number of arguments for 'memory|usage' command\r\n")]
    public void Subcommand_that_is_none_fails_before_it_is_queued(string command, string error)
    {
        Assert.Equal(error, _router.Send(command.Split(' ')));
        _router.Send("MULTI");
        Assert.Equal(error, _router.Send(command.Split(' ')));
        Assert.StartsWith("-EXECABORT", _router.Send("EXEC"), StringComparison.Ordinal);
    }
}
