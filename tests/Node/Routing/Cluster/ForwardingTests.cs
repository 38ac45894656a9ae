using AkkaCache.Node.Tests.Partitions.Commits;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Commands for partitions of other nodes, one thing at a time.</summary>
public sealed class ForwardingTests : IDisposable
{
    private const string NotTaken = "-CLUSTERDOWN The cluster is down: no node took the command in time, and it was not executed\r\n";
    private const string NotAnswered = "-UNKNOWN the outcome of the command is not known: the node that was asked did not answer\r\n";

    private readonly TestCluster _cluster = new(3);
    private readonly TestConnection _client;

    // Of node 0, 1 and 2.
    private readonly string _here;
    private readonly string _there;
    private readonly string _beyond;

    public ForwardingTests()
    {
        _client = _cluster.Connect(0);
        (_here, _there, _beyond) = (_cluster.KeyIn(0), _cluster.KeyIn(1), _cluster.KeyIn(2));
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Command_for_another_nodes_partition_is_executed_there()
    {
        _client.Send("SET", _there, "1");
        Assert.Equal("", _client.Received());
        _cluster.Settle();
        Assert.Equal("+OK\r\n", _client.Received());
        Assert.Equal(0, _cluster.Nodes[0].Forwarder.Pending);
        var other = _cluster.Connect(1);
        other.Send("GET", _there);
        Assert.Equal("$1\r\n1\r\n", other.Received());
    }

    [Fact]
    public void Commands_are_counted_where_they_are_sent_and_where_they_are_executed()
    {
        _client.SendAll(["SET", _there, "1"], ["GET", _there], ["SET", _here, "1"]);
        _cluster.Settle();
        Assert.Equal(2, _cluster.Nodes[0].Counters.Forwarded.Value);
        Assert.Equal(2, _cluster.Nodes[1].Counters.ServedForPeers.Value);
        Assert.Equal(0, _cluster.Nodes[0].Counters.Parked.Value);
        _cluster.Nodes[1].Close(_cluster.PartitionOf(_there));
        _client.Send("GET", _there);
        _cluster.Settle();
        Assert.Equal(1, _cluster.Nodes[0].Counters.ParkedNow);
    }

    [Fact]
    public void Pipeline_over_all_nodes_is_answered_in_order()
    {
        _client.SendAll(["SET", _here, "1"], ["SET", _there, "2"], ["SET", _beyond, "3"], ["GET", _there], ["GET", _here], ["GET", _beyond], ["PING"]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n+OK\r\n+OK\r\n$1\r\n2\r\n$1\r\n1\r\n$1\r\n3\r\n+PONG\r\n", _client.Received());
    }

    [Fact]
    public void Requests_of_one_pipeline_travel_together()
    {
        var before = _cluster.Links.Messages;
        _client.SendAll([.. Enumerable.Range(0, 100).Select(_ => new[] { "INCR", _there })]);
        _cluster.Settle();
        Assert.Equal(2, _cluster.Links.Messages - before);
        Assert.EndsWith(":100\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_that_wait_for_earlier_messages_leave_with_the_next()
    {
        var before = _cluster.Links.Messages;
        for (var i = 0; i < 100; i++) _client.Send("INCR", _there);
        Assert.Equal(4, _cluster.Links.Messages - before);
        _cluster.Settle();
        Assert.Equal(10, _cluster.Links.Messages - before);
        Assert.EndsWith(":100\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_and_both_protocols_come_back_as_they_are()
    {
        _client.Send("SET", _there, "x");
        _client.Send("INCR", _there);
        _client.Send("GET", "nosuch");
        _client.Send("ZSCORE", "{" + _there + "}board", "m");
        var modern = _cluster.Connect(0);
        modern.Session.ProtocolVersion = 3;
        modern.Send("ZADD", "{" + _there + "}board", "1.5", "m");
        modern.Send("ZSCORE", "{" + _there + "}board", "m");
        modern.Send("GET", "{" + _there + "}none");
        _cluster.Settle();
        Assert.Equal("+OK\r\n-ERR value is not an integer or out of range\r\n$-1\r\n$-1\r\n", _client.Received());
        Assert.Equal(":1\r\n,1.5\r\n_\r\n", modern.Received());
    }

    [Fact]
    public void Large_command_and_large_reply_travel_with_the_bulk_and_keep_their_place()
    {
        var large = new string('x', 300_000);
        _client.SendAll(["SET", _there, "1"], ["SET", _there, large], ["GET", _there], ["SET", _there, "2"], ["GET", _there]);
        _cluster.Settle();
        Assert.Equal($"+OK\r\n+OK\r\n$300000\r\n{large}\r\n+OK\r\n$1\r\n2\r\n", _client.Received());
    }

    [Fact]
    public void Long_command_runs_on_a_worker_of_its_owner_and_those_behind_it_wait_for_it_alone()
    {
        var board = "{" + _there + "}board";
        _client.Send(["ZADD", board, .. Enumerable.Range(0, 5000).SelectMany(i => new[] { "1", $"m{i}" })]);
        _cluster.Settle();
        Assert.Equal(":5000\r\n", _client.Received());
        _client.SendAll(["ZRANGE", board, "0", "-1"], ["ZREM", board, "m1"], ["GET", _beyond], ["ZCARD", board]);
        _cluster.Settle();
        Assert.StartsWith("*5000\r\n", _client.Output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(":1\r\n$-1\r\n:4999\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Command_without_reply_is_executed_and_its_place_stays_empty()
    {
        var mark = _client.Replies.Position;
        _client.Send("SET", _there, "1");
        _client.Replies.Silence(mark);
        _client.Send("GET", _there);
        _cluster.Settle();
        Assert.Equal("$1\r\n1\r\n", _client.Received());
    }

    [Fact]
    public void Node_that_is_not_the_owner_any_more_names_the_new_one()
    {
        _cluster.Nodes[1].Close(1);
        _cluster.Nodes[1].Directory.Learn(1, _cluster.NextEpoch(1), TestCluster.IdOf(2));
        _cluster.Nodes[2].Directory.Learn(1, _cluster.EpochOf(1), TestCluster.IdOf(2));
        _cluster.Nodes[2].Open(1, _cluster.EpochOf(1));
        _client.SendAll(["SET", _there, "1"], ["GET", _there]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n$1\r\n1\r\n", _client.Received());
    }

    [Fact]
    public void Command_waits_while_no_primary_is_known_and_goes_when_one_is()
    {
        _cluster.Nodes[1].Close(1);
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        _client.SendAll(["SET", _there, "1"], ["GET", _here]);
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        _cluster.Move(1, 2);
        _cluster.Settle();
        Assert.Equal("+OK\r\n$-1\r\n", _client.Received());
    }

    [Fact]
    public void Command_that_waits_is_executed_here_when_the_partition_comes_here()
    {
        _cluster.Nodes[1].Close(1);
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        _client.SendAll(["SET", _there, "1"], ["INCR", _there], ["GET", _there]);
        _cluster.Move(1, 0);
        _client.Send("INCR", _there);
        Assert.Equal("", _client.Received());
        _cluster.Settle();
        Assert.Equal("+OK\r\n:2\r\n$1\r\n2\r\n:3\r\n", _client.Received());
        _client.Send("GET", _there);
        Assert.Equal("$1\r\n3\r\n", _client.Received());
    }

    [Fact]
    public void Command_that_nobody_takes_in_time_was_not_executed_and_says_so()
    {
        _cluster.Nodes[1].Close(1);
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        _client.SendAll(["SET", _there, "1"], ["PING"]);
        _cluster.Time.Advance(TimeSpan.FromSeconds(9));
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));
        Assert.Equal(NotTaken + "+PONG\r\n", _client.Received());
        _cluster.Move(1, 1);
        _client.Send("GET", _there);
        _cluster.Settle();
        Assert.Equal("$-1\r\n", _client.Received());
    }

    [Fact]
    public void Link_that_was_reset_leaves_writes_unknown_and_reads_are_asked_again()
    {
        _client.Send("GET", _there);
        _client.Send("SET", _there, "1");
        _cluster.Reset(0, 1);
        _client.Send("SET", _there, "2");
        _client.Send("GET", _there);
        _cluster.Settle();
        Assert.Equal("-CLUSTERDOWN The cluster is down: the node that was asked did not answer\r\n" + NotAnswered + "+OK\r\n$1\r\n2\r\n", _client.Received());
        var other = _cluster.Connect(0);
        other.Send("GET", _there);
        _cluster.Reset(0, 1);
        _cluster.Settle();
        Assert.Equal("$1\r\n2\r\n", other.Received());
    }

    [Fact]
    public void Requests_that_had_not_left_when_the_link_was_reset_are_sent()
    {
        for (var i = 0; i < 6; i++) _client.Send("INCR", _there);
        _cluster.Reset(0, 1);
        _cluster.Settle();
        Assert.Equal(string.Concat(Enumerable.Repeat(NotAnswered, 4)) + ":1\r\n:2\r\n", _client.Received());
    }

    [Fact]
    public void Write_without_an_answer_is_unknown_and_a_late_answer_is_nobodys()
    {
        _client.SendAll(["SET", _there, "1"], ["GET", _here]);
        var request = Assert.Single(_cluster.Links.Waiting);
        _cluster.Time.Advance(TimeSpan.FromSeconds(15.2));
        Assert.Equal(NotAnswered + "$-1\r\n", _client.Received());
        _cluster.Deliver(request);
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        Assert.Equal(0, _cluster.Nodes[0].Forwarder.Pending);
    }

    [Fact]
    public void Write_to_a_node_that_is_not_primary_any_more_is_unknown_soon()
    {
        _client.Send("SET", _there, "1");
        _cluster.Move(1, 2);
        _client.Send("SET", _there, "2");
        _cluster.Time.Advance(TimeSpan.FromSeconds(1.2));
        Assert.Equal(NotAnswered, _client.Received());
        foreach (var lane in _cluster.Links.Waiting.Where(lane => lane.To == 2)) _cluster.Deliver(lane);
        foreach (var lane in _cluster.Links.Waiting.Where(lane => lane.From == 2)) _cluster.Deliver(lane);
        Assert.Equal("+OK\r\n", _client.Received());
    }

    [Fact]
    public void Link_that_takes_nothing_for_now_is_offered_it_again()
    {
        _cluster.Links.Room = 0;
        _client.SendAll(["SET", _there, "1"]);
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        _cluster.Links.Room = 1;
        _cluster.Time.Advance(TimeSpan.FromMilliseconds(60));
        _cluster.Settle();
        Assert.Equal("+OK\r\n", _client.Received());
    }

    [Fact]
    public void Commands_beyond_the_ceiling_are_refused_and_not_executed()
    {
        using var cluster = new TestCluster(2, maxPending: 2);
        var key = cluster.KeyIn(1);
        var client = cluster.Connect(0);
        client.SendAll(["INCR", key], ["INCR", key], ["INCR", key]);
        cluster.Settle();
        Assert.Equal(":1\r\n:2\r\n-CLUSTERDOWN The cluster is down: too many commands wait for their partitions, and this one was not executed\r\n", client.Received());
        client.Send("INCR", key);
        cluster.Settle();
        Assert.Equal(":3\r\n", client.Received());
    }

    [Fact]
    public void Connection_that_ends_leaves_nothing_behind()
    {
        _client.SendAll(["SET", _there, "1"], ["GET", _beyond]);
        _client.Dispose();
        _cluster.Settle();
        Assert.Equal(0, _cluster.Nodes[0].Forwarder.Pending);
        var other = _cluster.Connect(0);
        other.Send("GET", _there);
        _cluster.Settle();
        Assert.Equal("$1\r\n1\r\n", other.Received());
    }

    [Fact]
    public void Reply_of_a_partition_that_must_commit_waits_at_its_owner_alone()
    {
        var commits = new FakeCommits();
        _cluster.Nodes[1].Partitions[1].Commits = commits;
        var other = _cluster.Connect(0);
        _client.Send("SET", _there, "1");
        other.Send("SET", _cluster.KeyIn(4), "1");
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        Assert.Equal("+OK\r\n", other.Received());
        commits.Commit(1);
        _cluster.Settle();
        Assert.Equal("+OK\r\n", _client.Received());
        _client.SendAll(["SET", _there, "2"], ["GET", _there]);
        _cluster.Settle();
        commits.Lose();
        _cluster.Settle();
        Assert.Equal("-UNKNOWN the outcome of the command is not known: the partition changed hands\r\n-CLUSTERDOWN Hash slot not served\r\n", _client.Received());
    }

    [Fact]
    public void Reply_of_a_command_that_waited_and_ran_here_waits_for_the_commit()
    {
        _cluster.Nodes[1].Close(1);
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        _client.Send("SET", _there, "1");
        var commits = new FakeCommits();
        _cluster.Nodes[0].Partitions[1].Commits = commits;
        _cluster.Move(1, 0);
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        commits.Commit(1);
        _cluster.Settle();
        Assert.Equal("+OK\r\n", _client.Received());
        Assert.Equal(0, _cluster.Nodes[0].Forwarder.Pending);
    }

    [Fact]
    public void Memory_is_asked_of_the_node_that_executes()
    {
        _cluster.Nodes[0].Room.IsLimited = true;
        _cluster.Nodes[0].Room.Answer = Node.Partitions.RoomResult.None;
        _client.Send("SET", _there, "1");
        _cluster.Nodes[2].Room.IsLimited = true;
        _cluster.Nodes[2].Room.Answer = Node.Partitions.RoomResult.None;
        _client.Send("SET", _beyond, "1");
        _cluster.Settle();
        Assert.Equal("+OK\r\n-OOM command not allowed when used memory > 'maxmemory'.\r\n", _client.Received());
    }

    [Fact]
    public void Messages_that_are_none_change_nothing()
    {
        var forwarder = _cluster.Nodes[0].Forwarder;
        _client.Send("SET", _there, "1");
        var request = _cluster.Links.Take(Assert.Single(_cluster.Links.Waiting));
        for (var length = 0; length < request.Length; length++) forwarder.Received(TestCluster.IdOf(1), request.AsSpan(0, length));
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var broken = request.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--) broken[random.Next(1, broken.Length)] = (byte)random.Next(256);
            broken[0] = (byte)random.Next(2, 4);
            forwarder.Received(TestCluster.IdOf(1), broken);
        }
        _cluster.Nodes[1].Forwarder.Received(TestCluster.IdOf(0), request);
        _cluster.Settle();
        Assert.EndsWith("+OK\r\n", _client.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Command_over_several_keys_of_one_partition_is_forwarded_whole()
    {
        _client.SendAll(["ZADD", "{" + _there + "}a", "1", "m"], ["ZADD", "{" + _there + "}b", "2", "m"], ["ZUNIONSTORE", "{" + _there + "}c", "2", "{" + _there + "}a", "{" + _there + "}b"], ["ZSCORE", "{" + _there + "}c", "m"]);
        _cluster.Settle();
        Assert.Equal(":1\r\n:1\r\n:1\r\n$1\r\n3\r\n", _client.Received());
    }

    [Fact]
    public void Command_over_keys_of_several_partitions_crosses_slots()
    {
        _client.SendAll(["RENAME", _here, _there], ["ZUNIONSTORE", _here, "2", _there, _beyond]);
        Assert.Equal(string.Concat(Enumerable.Repeat("-CROSSSLOT Keys in request don't hash to the same slot\r\n", 2)), _client.Received());
    }

    [Fact]
    public void Lone_node_executes_over_partitions_and_refuses_what_it_does_not_serve()
    {
        using var lone = new TestCluster(1);
        lone.Nodes[0].Directory.IsAlone = true;
        var client = lone.Connect(0);
        client.SendAll(["MSETNX", _here, "1", _there, "2"], ["MGET", _here, _there]);
        Assert.Equal(":1\r\n*2\r\n$1\r\n1\r\n$1\r\n2\r\n", client.Received());
        lone.Nodes[0].Close(0);
        client.Send("GET", _here);
        Assert.Equal("-CLUSTERDOWN Hash slot not served\r\n", client.Received());
    }
}
