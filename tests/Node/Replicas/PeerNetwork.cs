using System.Collections.Concurrent;
using System.Threading.Channels;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>Links between nodes of one process: in order, on threads of the pool, until a node is cut off.</summary>
internal sealed class PeerNetwork
{
    /// <summary>As many bytes may be on their way in a link's bulk before it has no room.</summary>
    private const long RoomBytes = 1 << 20;

    private readonly ConcurrentDictionary<NodeId, ReplicatedNode> _nodes = new();
    private readonly ConcurrentDictionary<(NodeId From, NodeId To), Link> _links = new();
    private readonly ConcurrentDictionary<NodeId, bool> _cutOff = new();
    private readonly ConcurrentDictionary<NodeId, bool> _full = new();

    public void Add(ReplicatedNode node) => _nodes[node.Id] = node;

    /// <summary>Nothing reaches the node or leaves it any more.</summary>
    public void CutOff(NodeId node) => _cutOff[node] = true;

    /// <summary>Links to the node have no room for snapshots, and never will.</summary>
    public void RefuseSnapshots(NodeId node) => _full[node] = true;

    public void Heal(NodeId node) => _cutOff.TryRemove(node, out _);

    public IPeerSender SenderOf(NodeId from) => new Sender(this, from);

    private Link LinkOf(NodeId from, NodeId to) => _links.GetOrAdd((from, to), pair =>
    {
        var link = new Link();
        _ = Carry(pair.From, pair.To, link);
        return link;
    });

    private async Task Carry(NodeId from, NodeId to, Link link)
    {
        await foreach (var message in link.Messages.Reader.ReadAllAsync())
        {
            if (!_cutOff.ContainsKey(from) && !_cutOff.ContainsKey(to) && _nodes.TryGetValue(to, out var node)) node.Runner.Received(from, message.AsMemory(1));
            if (Interlocked.Add(ref link.Bytes, -message.Length) <= RoomBytes && Interlocked.Exchange(ref link.IsFull, false) && _nodes.TryGetValue(from, out var sender)) sender.Runner.RoomAgain(RoomFor.Effects);
        }
    }

    private sealed class Link
    {
        public Channel<byte[]> Messages { get; } = Channel.CreateUnbounded<byte[]>();
        public long Bytes;
        public bool IsFull;
    }

    private sealed class Sender(PeerNetwork network, NodeId from) : IPeerSender
    {
        public bool TrySend(NodeId to, PeerLane lane, ReadOnlySpan<byte> message)
        {
            var link = network.LinkOf(from, to);
            Interlocked.Add(ref link.Bytes, message.Length);
            return link.Messages.Writer.TryWrite(message.ToArray());
        }

        public bool HasRoom(NodeId to, RoomFor what)
        {
            if (what == RoomFor.Snapshots && network._full.ContainsKey(to)) return false;
            var link = network.LinkOf(from, to);
            if (Volatile.Read(ref link.Bytes) <= RoomBytes) return true;
            Volatile.Write(ref link.IsFull, true);
            return Volatile.Read(ref link.Bytes) <= RoomBytes;
        }
    }
}
