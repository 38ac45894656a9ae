namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Connections beside a partition's backlog.</summary>
public sealed class BypassTests : IDisposable
{
    private readonly TestCluster _cluster = new(2);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Connection_that_awaits_nothing_does_not_queue_behind_others()
    {
        var key = _cluster.KeyIn(1);
        _cluster.Nodes[1].Close(1);
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        var waiting = _cluster.Connect(0);
        waiting.Send("INCR", key);
        _cluster.Move(1, 0);
        var other = _cluster.Connect(0);
        other.Send("INCR", key);
        Assert.Equal(":1\r\n", other.Received());
        waiting.Send("INCR", key);
        Assert.Equal("", waiting.Received());
        _cluster.Settle();
        Assert.Equal(":2\r\n:3\r\n", waiting.Received());
    }
}
