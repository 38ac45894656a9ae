using System.Collections.Concurrent;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>What the links of a node have in common.</summary>
internal sealed class PeerSurroundings(NodeId self, IPeerTransport transport, IPeerInbox inbox, TimeProvider time, ILogger log)
{
    public NodeId Self { get; } = self;

    public IPeerTransport Transport { get; } = transport;

    public IPeerInbox Inbox { get; } = inbox;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = log;

    public PeerFrameWriter Writer { get; } = new(self);

    /// <summary>Streams to other nodes by their number: at most one for each link.</summary>
    public ConcurrentDictionary<ulong, OutgoingStream> Outgoing { get; } = new();

    /// <summary>Streams from other nodes by their number: at most one for each link.</summary>
    public ConcurrentDictionary<ulong, IncomingStream> Incoming { get; } = new();
}
