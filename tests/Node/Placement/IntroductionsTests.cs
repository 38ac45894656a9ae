using AkkaCache.Node.Placement;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement;

public class IntroductionsTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");

    private readonly Dictionary<NodeId, Introductions> _nodes = [];
    private readonly Queue<(NodeId To, NodeTold Told)> _sent = new();
    private readonly HashSet<(NodeId At, NodeId Of)> _known = [];

    public IntroductionsTests()
    {
        foreach (var node in new[] { A, B })
        {
            _nodes[node] = new Introductions(node, (to, told) => _sent.Enqueue((to, told)));
            _nodes[node].MembersChanged([A, B], 0);
        }
    }

    [Fact]
    public void Nodes_know_each_other_once_both_have_opened_their_doors()
    {
        _nodes[A].Introduce(Told(A), 0);
        Deliver();
        Assert.Equal([(B, A)], _known);

        _nodes[B].Introduce(Told(B), 0);
        Deliver();
        Assert.Equal([(B, A), (A, B)], _known);
        Assert.Equal((long.MaxValue, long.MaxValue), (_nodes[A].Due, _nodes[B].Due));
    }

    [Fact]
    public void Lost_introduction_is_asked_for_again()
    {
        _nodes[A].Introduce(Told(A), 0);
        _nodes[B].Introduce(Told(B), 0);
        _sent.Clear();

        Assert.Equal(Introductions.Pace, _nodes[A].Due);
        _nodes[A].Tick(Introductions.Pace);
        Deliver();
        Assert.Equal([(B, A), (A, B)], _known);
    }

    [Fact]
    public void Stranger_is_not_listened_to()
    {
        Assert.False(_nodes[A].Received(Told(new NodeId("c")) with { Asks = true }, 0));
        Assert.Empty(_sent);
    }

    [Fact]
    public void Node_that_came_back_under_another_identity_is_asked_anew()
    {
        Nodes_know_each_other_once_both_have_opened_their_doors();
        var again = new NodeId("b2");
        _nodes[A].MembersChanged([A, again], 0);
        Assert.Equal((again, Told(A) with { Asks = true }), Assert.Single(_sent));
    }

    private static NodeTold Told(NodeId node) => new(node, node.Value, "host", 1, 2, Asks: false);

    private void Deliver()
    {
        while (_sent.TryDequeue(out var sent))
        {
            if (_nodes[sent.To].Received(sent.Told, 0)) _known.Add((sent.To, sent.Told.From));
        }
    }
}
