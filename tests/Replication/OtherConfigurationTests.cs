using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Replication.Tests;

/// <summary>
/// Nodes that know different sets of voters send each other a message for each partition, all at once, and what brings one up to date is the whole register. Told for each message, a node that was three seconds behind was sent
/// a hundred megabytes, heard nothing else meanwhile, and was given up.
/// </summary>
public class OtherConfigurationTests
{
    private const int Partitions = 256;

    private static readonly NodeId Peer = new("n2");
    private readonly RecordingCarrier _carrier = new();
    private readonly ReplicationSettings _settings = new();

    [Theory]
    [InlineData(0, typeof(Install))]
    [InlineData(5, typeof(NeedConfiguration))]
    public void Node_that_is_behind_is_told_or_asks_once_in_a_while_however_much_is_sent(long configuration, Type answer)
    {
        var node = Founded();
        Assert.Equal(1, SentFor(node, configuration, now: 2, answer));
        Assert.Equal(0, SentFor(node, configuration, now: 1 + _settings.ResendAfter, answer));
        Assert.Equal(1, SentFor(node, configuration, now: 2 + _settings.ResendAfter, answer));
    }

    [Fact]
    public void Each_node_is_told_for_itself()
    {
        var node = Founded();
        node.Receive(Peer, new Query(0, 0, 1), 2);
        node.Receive(new NodeId("n3"), new Query(0, 0, 1), 2);
        Assert.Equal([Peer, new NodeId("n3")], _carrier.Sent.Select(sent => sent.To));
    }

    [Fact]
    public void Who_asks_is_told_when_there_is_something_newer()
    {
        var node = Founded();
        node.Receive(Peer, new NeedConfiguration(1), 2);
        Assert.Empty(_carrier.Sent);
        node.Receive(Peer, new NeedConfiguration(0), 2);
        Assert.IsType<Install>(Assert.Single(_carrier.Sent).Message);
    }

    [Fact]
    public void Node_that_has_not_joined_asks_once_in_a_while()
    {
        var node = new ReplicationNode(new NodeId("n1"), Partitions, _settings, _carrier, seed: 1, now: 0);
        node.Desire([Peer], []);
        for (var tick = 0; tick <= 10; tick++) node.Tick(tick * _settings.ResendAfter / 5);
        Assert.Equal(3, _carrier.Sent.Count(sent => sent.Message is NeedConfiguration));
    }

    private ReplicationNode Founded()
    {
        var node = new ReplicationNode(new NodeId("n1"), Partitions, _settings, _carrier, seed: 1, now: 0);
        node.Found();
        node.Tick(1);
        _carrier.Sent.Clear();
        return node;
    }

    private int SentFor(ReplicationNode node, long configuration, long now, Type answer)
    {
        _carrier.Sent.Clear();
        for (var partition = 0; partition < Partitions; partition++) node.Receive(Peer, new Query(partition, configuration, 1), now);
        return _carrier.Sent.Count(sent => sent.Message.GetType() == answer);
    }
}
