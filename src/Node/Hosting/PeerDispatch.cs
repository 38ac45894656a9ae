using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing.AllNodes;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Hosting;

/// <summary>Gives what other nodes send to whom it is for, by its first byte.</summary>
public sealed class PeerDispatch(NodeReplication replication, Forwarder forwarder, NodeCalls calls, PendingFlushes flushes, ClusterCounters counters) : IPeerInbox
{
    public void Received(NodeId from, ReadOnlyMemory<byte> message)
    {
        if (message.IsEmpty) return;
        counters.MessagesReceived.Add(1);
        counters.MessageBytesReceived.Add(message.Length);
        switch ((PeerMessageKind)message.Span[0])
        {
            case PeerMessageKind.Replication:
                replication.Runner?.Received(from, message[1..]);
                break;
            case PeerMessageKind.Requests or PeerMessageKind.Replies:
                forwarder.Received(from, message.Span);
                flushes.Flush();
                break;
            case PeerMessageKind.NodeCommands:
                calls.Receive(from, message.Span);
                break;
            default:
                counters.MessagesMalformed.Add(1);
                break;
        }
    }

    public void LinkReset(NodeId peer) => forwarder.LinkReset(peer);
}
