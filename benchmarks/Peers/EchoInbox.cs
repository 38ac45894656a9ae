using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Peers.Benchmarks;

/// <summary>The measured side: sends back what asks for it, drops the rest.</summary>
internal sealed class EchoInbox : IPeerInbox
{
    public const byte Echo = 1;
    public const byte Swallow = 2;

    public IPeerSender Sender { get; set; } = null!;

    public void Received(NodeId from, ReadOnlyMemory<byte> message)
    {
        if (message.Span[0] == Echo) Sender.TrySend(from, PeerLane.Control, message.Span);
    }

    public void LinkReset(NodeId peer)
    {
    }
}
