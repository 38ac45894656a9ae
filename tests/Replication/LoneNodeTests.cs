using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Tests;

/// <summary>With one voter everything is local: no message, no wait, no end of the lease.</summary>
public class LoneNodeTests
{
    private readonly RecordingCarrier _carrier = new();
    private readonly ReplicationNode _node;

    public LoneNodeTests()
    {
        _node = new ReplicationNode(new NodeId("n1"), 2, new ReplicationSettings(), _carrier, seed: 1, now: 0);
        _node.Found();
    }

    [Fact]
    public void Every_partition_opens_with_the_first_tick()
    {
        _node.Tick(1);
        Assert.Equal(["start over 0 0", "open 0 1.1 0", "start over 1 0", "open 1 1.1 0"], _carrier.Calls);
        Assert.True(_node[0].MayServe(long.MaxValue - 1));
        Assert.Empty(_carrier.Sent);
    }

    [Fact]
    public void Write_may_be_answered_at_once()
    {
        _node.Tick(1);
        _node[1].Executed(3);
        Assert.Equal(3, _node[1].CommitIndex);
        Assert.True(_node[1].MayAnswer(3, isWrite: true, Epoch.Of(1, 1), 2));
        Assert.False(_node[1].MayAnswer(4, isWrite: true, Epoch.Of(1, 1), 2));
        Assert.False(_node[1].MayAnswer(3, isWrite: true, Epoch.Of(2, 1), 2));
    }

    [Fact]
    public void Nothing_is_served_before()
    {
        Assert.False(_node[0].MayServe(0));
        Assert.Throws<InvalidOperationException>(() => _node[0].Executed(1));
    }
}
