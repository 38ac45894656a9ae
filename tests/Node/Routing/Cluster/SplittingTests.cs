using AkkaCache.Node.Tests.Partitions.Commits;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Commands whose keys lie in partitions of several nodes.</summary>
public sealed class SplittingTests : IDisposable
{
    private readonly TestCluster _cluster = new(3);
    private readonly TestConnection _client;
    private readonly string[] _keys;

    public SplittingTests()
    {
        _client = _cluster.Connect(0);
        _keys = [.. Enumerable.Range(0, TestCluster.PartitionCount).Select(_cluster.KeyIn)];
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Values_come_back_in_the_order_of_the_keys()
    {
        Answers("+OK\r\n", ["MSET", .. _keys.SelectMany(key => new[] { key, "of " + key })]);
        string[] asked = [_keys[5], _keys[0], "{" + _keys[0] + "}none", _keys[1], _keys[5], _keys[2], "{" + _keys[7] + "}none", _keys[0]];
        var values = asked.Select(key => key.EndsWith("none", StringComparison.Ordinal) ? "$-1\r\n" : $"${3 + key.Length}\r\nof {key}\r\n");
        Answers("*8\r\n" + string.Concat(values), ["MGET", .. asked]);
        _client.Session.ProtocolVersion = 3;
        Answers("*8\r\n" + string.Concat(values).Replace("$-1", "_", StringComparison.Ordinal), ["MGET", .. asked]);
    }

    [Fact]
    public void Counts_are_added()
    {
        Answers("+OK\r\n", ["MSET", .. _keys.SelectMany(key => new[] { key, "1" })]);
        Answers(":17\r\n", ["EXISTS", .. _keys, "nosuch", _keys[3]]);
        Answers(":2\r\n", ["TOUCH", _keys[0], _keys[1], "nosuch"]);
        Answers(":3\r\n", ["DEL", _keys[0], _keys[1], _keys[2], "nosuch"]);
        Answers(":13\r\n", ["UNLINK", .. _keys]);
        Answers(":0\r\n", ["EXISTS", .. _keys]);
    }

    [Fact]
    public void Split_commands_keep_their_place_among_others()
    {
        _client.SendAll(
            ["SET", _keys[1], "1"], ["MGET", _keys[1], _keys[0]], ["SET", _keys[0], "2"], ["INCR", _keys[1]], ["MGET", _keys[0], _keys[1]], ["DEL", _keys[0], _keys[1]], ["GET", _keys[0]]);
        _cluster.Settle();
        Assert.Equal("+OK\r\n*2\r\n$1\r\n1\r\n$-1\r\n+OK\r\n:2\r\n*2\r\n$1\r\n2\r\n$1\r\n2\r\n:2\r\n$-1\r\n", _client.Received());
    }

    [Fact]
    public void Pairs_that_are_none_are_refused_as_a_whole()
    {
        Answers("-ERR wrong number of arguments for 'mset' command\r\n", ["MSET", _keys[0], "1", _keys[1]]);
        Answers("$-1\r\n", ["GET", _keys[0]]);
    }

    [Fact]
    public void First_part_that_fails_speaks_for_all()
    {
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        _cluster.Nodes[1].Close(1);
        _client.Send("MSET", _keys[0], "1", _keys[1], "1", _keys[2], "1");
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        _cluster.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.StartsWith("-CLUSTERDOWN", _client.Received(), StringComparison.Ordinal);
        Assert.Equal(0, _cluster.Nodes[0].Forwarder.Pending);
        Answers("*2\r\n$1\r\n1\r\n$1\r\n1\r\n", ["MGET", _keys[0], _keys[2]]);
    }

    [Fact]
    public void Parts_that_must_commit_hold_the_whole()
    {
        var commits = new FakeCommits();
        _cluster.Nodes[0].Partitions[0].Commits = commits;
        _client.Send("MSET", _keys[0], "1", _keys[1], "1");
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        commits.Commit(1);
        _cluster.Settle();
        Assert.Equal("+OK\r\n", _client.Received());
    }

    [Fact]
    public void Many_keys_are_split_on_a_worker()
    {
        var pairs = Enumerable.Range(0, 3000).SelectMany(i => new[] { $"many{i}", $"{i}" }).ToArray();
        _client.Send(["MSET", .. pairs]);
        Assert.Equal("", _client.Received());
        _cluster.Settle();
        Assert.Equal("+OK\r\n", _client.Received());
        Answers(":3000\r\n", ["EXISTS", .. Enumerable.Range(0, 3000).Select(i => $"many{i}")]);
        Assert.Equal(0, _cluster.Nodes.Sum(node => node.Forwarder.Pending));
    }

    [Fact]
    public void Parts_beyond_the_ceiling_refuse_the_whole()
    {
        using var cluster = new TestCluster(3, maxPending: 8);
        var client = cluster.Connect(0);
        client.Send(["MSET", .. _keys.SelectMany(key => new[] { key, "1" })]);
        cluster.Settle();
        Assert.StartsWith("-CLUSTERDOWN The cluster is down: too many", client.Received(), StringComparison.Ordinal);
        client.Send("EXISTS", _keys[0], _keys[1], _keys[2], _keys[3]);
        cluster.Settle();
        Assert.Equal(":0\r\n", client.Received());
    }

    [Fact]
    public void Command_that_cannot_be_split_crosses_slots()
    {
        Answers("-CROSSSLOT Keys in request don't hash to the same slot\r\n", ["MSETNX", _keys[0], "1", _keys[1], "1"]);
        Answers("-CROSSSLOT Keys in request don't hash to the same slot\r\n", ["RENAME", _keys[0], _keys[3]]);
    }

    private void Answers(string reply, params string[] command)
    {
        _client.Send(command);
        _cluster.Settle();
        Assert.Equal(reply, _client.Received());
    }
}
