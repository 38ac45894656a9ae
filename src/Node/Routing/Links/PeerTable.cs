using System.Collections.Concurrent;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Links;

/// <summary>The other nodes that commands were forwarded to or from.</summary>
internal sealed class PeerTable(IPeerSender sender, Action stalled)
{
    private readonly ConcurrentDictionary<NodeId, Peer> _peers = new();

    /// <summary>Nodes are met and leave under it: an array made of the peers of a moment ago would leave one out, whose requests nobody would flush.</summary>
    private readonly Lock _lock = new();

    // Walked after each connection's buffer, so an array; made again when a node is met or leaves.
    private Peer[] _all = [];

    public ReadOnlySpan<Peer> All => Volatile.Read(ref _all);

    public Peer this[NodeId node] => _peers.TryGetValue(node, out var peer) ? peer : Add(node);

    public Peer? Find(NodeId node) => _peers.GetValueOrDefault(node);

    /// <summary>The node is gone for good.</summary>
    public void Remove(NodeId node)
    {
        lock (_lock)
        {
            if (_peers.TryRemove(node, out _)) Volatile.Write(ref _all, [.. _peers.Values]);
        }
    }

    public void FlushRequests()
    {
        foreach (var peer in All) peer.FlushRequests();
    }

    private Peer Add(NodeId node)
    {
        lock (_lock)
        {
            if (_peers.TryGetValue(node, out var known)) return known;
            var peer = new Peer(node, sender, stalled);
            _peers[node] = peer;
            Volatile.Write(ref _all, [.. _peers.Values]);
            return peer;
        }
    }
}
