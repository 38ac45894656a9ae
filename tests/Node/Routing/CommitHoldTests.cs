using AkkaCache.Node.Tests.Partitions.Commits;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>Replies of partitions whose copies must have a write before it is answered.</summary>
public sealed class CommitHoldTests : IDisposable
{
    private const string Lost = "-UNKNOWN the outcome of the command is not known: the partition changed hands\r\n";

    private readonly RouterFixture _router = new();
    private readonly FakeCommits _commits = new();
    private readonly RouterClient _client;

    public CommitHoldTests()
    {
        _client = new RouterClient(_router);
        _router.PartitionOf("a").Commits = _commits;
    }

    public void Dispose()
    {
        _client.Dispose();
        _router.Dispose();
    }

    [Fact]
    public void Write_and_the_read_that_saw_it_wait_and_what_came_before_does_not()
    {
        var other = _router.KeyElsewhere("a");
        Assert.Equal("+OK\r\n", _client.Send("SET", other, "1"));
        Assert.Equal("", _client.Send("SET", "a", "1"));
        Assert.Equal("", _client.Send("GET", "a"));
        Assert.Equal("", _client.Send("GET", other));
        _commits.Commit(1);
        Assert.Equal("+OK\r\n", _client.Received());
        _commits.Commit(2);
        Assert.Equal("$1\r\n1\r\n$1\r\n1\r\n", _client.Received());
    }

    [Fact]
    public void Write_that_is_lost_is_reported_as_unknown()
    {
        _client.Send("SET", "a", "1");
        _client.Send("PING");
        _commits.Lose();
        Assert.Equal(Lost + "+PONG\r\n", _client.Received());
    }

    [Fact]
    public void Command_over_partitions_waits_for_each()
    {
        var key = _router.KeyElsewhere("a");
        var other = new FakeCommits();
        _router.PartitionOf(key).Commits = other;
        Assert.Equal("", _client.Send("MSET", "a", "1", key, "1"));
        _commits.Commit(1);
        Assert.Equal("", _client.Received());
        other.Commit(1);
        Assert.Equal("+OK\r\n", _client.Received());
    }

    [Fact]
    public void Transaction_waits()
    {
        _client.Send("MULTI");
        _client.Send("SET", "a", "1");
        Assert.Equal("", _client.Send("EXEC"));
        _commits.Commit(1);
        Assert.Equal("*1\r\n+OK\r\n", _client.Received());
    }

    [Fact]
    public void Partition_that_needs_no_hold_answers_at_once()
    {
        _commits.NeedsHold = false;
        Assert.Equal("+OK\r\n", _client.Send("SET", "a", "1"));
        Assert.Equal(0, _commits.Index);
    }

    [Fact]
    public void Large_work_that_is_deferred_takes_no_mark()
    {
        Assert.Equal("deferred", _client.Send("BIG", "a", "1000000"));
        Assert.Equal(0, _commits.Index);
        Assert.Equal("", _client.SendFromWorker("BIG", "a", "1000000"));
        _commits.Commit(1);
        Assert.Equal("+OK\r\n", _client.Received());
    }
}
