using AkkaCache.Node.Routing;
using AkkaCache.Node.Tests.Partitions.Commits;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>MULTI, EXEC and WATCH where partitions are served by several nodes.</summary>
public sealed class ClusterTransactionTests : IDisposable
{
    private const string CrossSlot = "-CROSSSLOT Keys in request don't hash to the same slot\r\n";
    private const string Aborted = "-EXECABORT Transaction discarded because of previous errors.\r\n";

    private readonly TestCluster _cluster = new(3);
    private readonly TestConnection _client;

    // Of node 0, 1 and 2.
    private readonly string _here;
    private readonly string _there;
    private readonly string _beyond;

    public ClusterTransactionTests()
    {
        _client = _cluster.Connect(0);
        (_here, _there, _beyond) = (_cluster.KeyIn(0), _cluster.KeyIn(1), _cluster.KeyIn(2));
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Queue_of_another_nodes_partition_is_executed_there_as_one()
    {
        _client.SendAll(["SET", _there, "5"], ["MULTI"], ["INCR", _there], ["ZADD", "{" + _there + "}b", "1.5", "m"], ["PING"], ["GET", _there], ["EXEC"], ["GET", _there]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*4\r\n:6\r\n:1\r\n+PONG\r\n$1\r\n6\r\n$1\r\n6\r\n", _client.Received());
        Assert.False(_client.Session.InTransaction);
        var effects = _cluster.Nodes[1].Partitions[1].Space.Effects.ReadFrom(1);
        Assert.Equal([false, true, false], effects.Select(effect => effect.Continued));
    }

    [Fact]
    public void Queue_of_this_nodes_partition_is_executed_at_once()
    {
        _client.SendAll(["MULTI"], ["SET", _here, "1"], ["EXEC"]);
        Assert.Equal("+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n", _client.Received());
        _client.SendAll(["MULTI"], ["PING"], ["EXEC"], ["MULTI"], ["EXEC"]);
        Assert.Equal("+OK\r\n+QUEUED\r\n*1\r\n+PONG\r\n+OK\r\n*0\r\n", _client.Received());
    }

    [Fact]
    public void Errors_within_the_queue_are_elements_and_those_before_abort()
    {
        _client.SendAll(["SET", _there, "x"], ["MULTI"], ["INCR", _there], ["GET", _there], ["EXEC"]);
        _cluster.Settle();
        Assert.EndsWith("*2\r\n-ERR value is not an integer or out of range\r\n$1\r\nx\r\n", _client.Received(), StringComparison.Ordinal);
        _client.SendAll(["MULTI"], ["SET", _there, "1"], ["NOSUCH"], ["EXEC"], ["GET", _there]);
        _cluster.Settle();
        Assert.EndsWith(Aborted + "$1\r\nx\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Command_whose_keys_lie_apart_is_refused_when_it_is_queued()
    {
        _client.SendAll(["MULTI"], ["MSET", _there, "1", _beyond, "1"], ["EXEC"], ["GET", _there]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n" + CrossSlot + Aborted + "$-1\r\n", _client.Received());
    }

    [Fact]
    public void Queue_whose_commands_lie_apart_is_refused_by_exec()
    {
        _client.SendAll(["MULTI"], ["SET", _there, "1"], ["SET", _beyond, "1"], ["EXEC"], ["GET", _there], ["MULTI"], ["EXEC"]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n+QUEUED\r\n+QUEUED\r\n" + CrossSlot + "$-1\r\n+OK\r\n*0\r\n", _client.Received());
        _client.SendAll(["WATCH", _here], ["MULTI"], ["SET", _there, "1"], ["EXEC"]);
        _cluster.Settle();
        Assert.EndsWith(CrossSlot, _client.Received(), StringComparison.Ordinal);
        Assert.True(_cluster.Nodes[0].Partitions[0].Space.Watches.IsEmpty);
    }

    [Theory]
    [InlineData("FLUSHALL")]
    [InlineData("KEYS *")]
    [InlineData("CLIENT ID")]
    [InlineData("INFO")]
    public void Command_about_a_node_or_a_connection_cannot_be_queued(string command)
    {
        _client.SendAll(["MULTI"], command.Split(' '), ["EXEC"]);
        Assert.Equal("+OK\r\n-ERR Command not allowed inside a transaction\r\n" + Aborted, _client.Received());
    }

    [Fact]
    public void Watched_key_that_nobody_changed_lets_the_transaction_run()
    {
        _client.SendAll(["WATCH", _there], ["GET", _there], ["MULTI"], ["SET", _there, "1"], ["EXEC"]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n$-1\r\n+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n", _client.Received());
        Assert.True(NobodyWatches());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Watched_key_that_somebody_changed_stops_it(int asked)
    {
        _client.Send("WATCH", _there, "{" + _there + "}x");
        _cluster.Settle();
        var other = _cluster.Connect(asked);
        other.Send("SET", "{" + _there + "}x", "theirs");
        _cluster.Settle();
        _client.SendAll(["MULTI"], ["SET", _there, "ours"], ["EXEC"], ["GET", _there]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n+OK\r\n+QUEUED\r\n*-1\r\n$-1\r\n", _client.Received());
        Assert.True(NobodyWatches());
        _client.SendAll(["MULTI"], ["SET", _there, "ours"], ["EXEC"]);
        _cluster.Settle();
        Assert.EndsWith("*1\r\n+OK\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UNWATCH")]
    [InlineData("DISCARD")]
    [InlineData("RESET")]
    public void Watch_that_was_ended_is_forgotten_there(string ending)
    {
        _client.Send("WATCH", _there);
        if (ending == "DISCARD") _client.Send("MULTI");
        _cluster.Settle();
        Assert.False(NobodyWatches());
        _client.Send(ending);
        _cluster.Settle();
        Assert.True(NobodyWatches());
        Assert.False(_client.Session.RemoteWatch.IsSet);
        _client.Received();
        _client.SendAll(["SET", _there, "1"], ["MULTI"], ["INCR", _there], ["EXEC"]);
        _cluster.Settle();
        Assert.EndsWith("*1\r\n:2\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Watches_of_a_connection_that_ended_or_a_node_that_is_gone_are_forgotten()
    {
        _client.Send("WATCH", _there);
        _cluster.Settle();
        _client.Dispose();
        _cluster.Nodes[0].Router.Forget(_client.Session);
        _cluster.Settle();
        Assert.True(NobodyWatches());
        var other = _cluster.Connect(2);
        other.Send("WATCH", _there);
        _cluster.Settle();
        Assert.False(NobodyWatches());
        _cluster.Nodes[1].Forwarder.NodeGone(TestCluster.IdOf(2));
        _cluster.Settle();
        Assert.True(NobodyWatches());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Transaction_whose_watch_was_left_behind_does_nothing(int to)
    {
        _client.Send("WATCH", _there);
        _cluster.Settle();
        _cluster.Move(1, to);
        _client.SendAll(["MULTI"], ["SET", _there, "ours"], ["EXEC"], ["GET", _there]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n+OK\r\n+QUEUED\r\n*-1\r\n$-1\r\n", _client.Received());
        Assert.True(NobodyWatches());
    }

    [Fact]
    public void Transaction_that_watched_here_does_nothing_elsewhere_nor_after_the_partition_has_returned()
    {
        foreach (var returns in (bool[])[false, true])
        {
            _cluster.Move(0, 0);
            _client.Send("WATCH", _here);
            _cluster.Move(0, 1);
            if (returns) _cluster.Move(0, 0);
            _client.SendAll(["MULTI"], ["SET", _here, "ours"], ["EXEC"], ["GET", _here]);
            _cluster.Settle();
            Assert.Equal("+OK\r\n+OK\r\n+QUEUED\r\n*-1\r\n$-1\r\n", _client.Received());
        }
    }

    [Fact]
    public void Watches_in_two_partitions_cross_slots()
    {
        _client.SendAll(["WATCH", _there], ["WATCH", _beyond], ["MULTI"], ["SET", _there, "1"], ["EXEC"], ["WATCH", _there, _beyond], ["MULTI"], ["SET", _there, "1"], ["EXEC"]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n" + CrossSlot + "+OK\r\n+QUEUED\r\n" + CrossSlot + CrossSlot + "+OK\r\n+QUEUED\r\n" + CrossSlot, _client.Received());
        Assert.True(NobodyWatches());
        _client.SendAll(["MULTI"], ["SET", _there, "1"], ["EXEC"]);
        _cluster.Settle();
        Assert.EndsWith("*1\r\n+OK\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Watch_inside_multi_is_refused_without_a_message()
    {
        _client.SendAll(["MULTI"], ["WATCH", _there]);
        Assert.Equal("+OK\r\n-ERR WATCH inside MULTI is not allowed\r\n", _client.Received());
    }

    [Fact]
    public void Transaction_waits_for_a_primary_and_runs_here_when_the_partition_comes_here()
    {
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        _cluster.Nodes[1].Close(1);
        _client.SendAll(["WATCH", _there], ["MULTI"], ["SET", _there, "1"], ["EXEC"]);
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        _cluster.Move(1, 0);
        _cluster.Settle();
        Assert.Equal("+OK\r\n+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n", _client.Received());
        Assert.True(NobodyWatches());
    }

    [Fact]
    public void Long_queue_runs_on_a_worker_of_its_owner()
    {
        _client.SendAll([["MULTI"], .. Enumerable.Repeat(new[] { "INCR", _there }, 300), ["EXEC"], ["GET", _there]]);
        _cluster.Settle();
        Assert.EndsWith(":299\r\n:300\r\n$3\r\n300\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Transaction_whose_answer_is_lost_is_unknown()
    {
        _client.SendAll(["MULTI"], ["INCR", _there], ["EXEC"]);
        _cluster.Reset(0, 1);
        Assert.EndsWith("-UNKNOWN the outcome of the command is not known: the node that was asked did not answer\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Transaction_of_a_partition_that_must_commit_waits_at_its_owner()
    {
        var commits = new FakeCommits();
        _cluster.Nodes[1].Partitions[1].Commits = commits;
        _client.SendAll(["MULTI"], ["INCR", _there], ["EXEC"]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n+QUEUED\r\n", _client.Received());
        commits.Commit(1);
        _cluster.Settle();
        Assert.Equal("*1\r\n:1\r\n", _client.Received());
    }

    [Fact]
    public void Redirecting_node_refuses_to_queue_what_is_elsewhere()
    {
        using var cluster = new TestCluster(2, new RoutingSettings { Mode = RoutingMode.Redirect });
        var client = cluster.Connect(0);
        client.SendAll(["MULTI"], ["SET", cluster.KeyIn(1), "1"], ["EXEC"], ["WATCH", cluster.KeyIn(1)], ["MULTI"], ["SET", cluster.KeyIn(0), "1"], ["EXEC"]);
        var replies = client.Received().Split("\r\n");
        Assert.StartsWith("-MOVED", replies[1], StringComparison.Ordinal);
        Assert.StartsWith("-EXECABORT", replies[2], StringComparison.Ordinal);
        Assert.StartsWith("-MOVED", replies[3], StringComparison.Ordinal);
        Assert.Equal("*-1", replies[6]);
        client.SendAll(["MULTI"], ["SET", cluster.KeyIn(0), "1"], ["EXEC"]);
        Assert.EndsWith("*1\r\n+OK\r\n", client.Received(), StringComparison.Ordinal);
    }

    private bool NobodyWatches() => _cluster.Nodes.All(node => node.Partitions.All.ToArray().All(partition => partition.Space.Watches.IsEmpty));
}
