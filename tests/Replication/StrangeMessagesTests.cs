using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Tests;

/// <summary>What no node that follows the rules would send: nothing changes, nothing throws.</summary>
public class StrangeMessagesTests
{
    private static readonly NodeId Stranger = new("n9");
    private readonly RecordingCarrier _carrier = new();
    private readonly ReplicationNode _node;

    public StrangeMessagesTests()
    {
        _node = new ReplicationNode(new NodeId("n1"), 2, new ReplicationSettings(), _carrier, seed: 1, now: 0);
        _node.Found();
        _node.Tick(1);
        _carrier.Calls.Clear();
    }

    [Fact]
    public void Partition_that_is_not_there_is_ignored()
    {
        _node.Receive(Stranger, new Prepare(2, 1, Epoch.Of(9, 9)), 2);
        _node.Receive(Stranger, new Prepare(-1, 1, Epoch.Of(9, 9)), 2);
        _node.Receive(Stranger, new Ping(1, 5, [new Term(511, Epoch.Of(9, 9), true)]), 2);
        var pong = Assert.IsType<Pong>(Assert.Single(_carrier.Sent).Message);
        Assert.Empty(pong.Higher);
        Assert.Empty(_carrier.Calls);
    }

    [Fact]
    public void Register_of_another_layout_is_not_installed()
    {
        _node.Receive(Stranger, new Install(new Configuration(7, [new Voter(Stranger, 3)], 4), [new RegisterRow(Epoch.Of(9, 9), null)]), 2);
        Assert.Equal(1, _node.Configuration.Number);
        Assert.False(_node.IsRetired);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Effects_without_their_epochs_are_not_applied(long firstRun)
    {
        EpochRun[] runs = firstRun == 0 ? [] : [new EpochRun(firstRun, Epoch.Of(9, 9))];
        _node.Receive(Stranger, new Effects(0, Epoch.Of(9, 9), 0, 0, Position.Empty, 3, [.. runs], null), 2);
        Assert.Equal(0, _node[0].History.LastIndex);
        Assert.DoesNotContain(_carrier.Calls, call => call.StartsWith("apply", StringComparison.Ordinal));
    }

    /// <summary>65 terms of one effect each: the first is forgotten, and the log, which still has its bytes, cannot be continued from there.</summary>
    [Fact]
    public void Effects_whose_epoch_is_forgotten_are_not_sent()
    {
        for (var round = 1; round <= EpochHistory.MaxRuns + 1; round++) _node[0].History.Append(Epoch.Of(round, 1), 1);
        Assert.Null(CopySender.TrySend(_node[0], Stranger, Epoch.Of(99, 1), 0, 0, 0, 10));
        Assert.Equal(10, CopySender.TrySend(_node[0], Stranger, Epoch.Of(99, 1), 0, 0, 2, 10));
    }
}
