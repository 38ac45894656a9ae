using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>The last <see cref="PeerLimits.Forgotten"/> nodes that were removed. Not thread-safe.</summary>
internal sealed class ForgottenNodes
{
    private readonly HashSet<NodeId> _nodes = [];
    private readonly Queue<NodeId> _order = new();

    public void Add(NodeId node)
    {
        if (!_nodes.Add(node)) return;
        _order.Enqueue(node);
        if (_order.Count > PeerLimits.Forgotten) _nodes.Remove(_order.Dequeue());
    }

    public bool Contains(NodeId node) => _nodes.Contains(node);
}
