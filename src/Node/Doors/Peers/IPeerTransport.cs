using System.Diagnostics.CodeAnalysis;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Carries frames between nodes. It may lose them without a word; it never blocks and never alters them.</summary>
internal interface IPeerTransport : IDisposable
{
    /// <summary>Begins to hand over the frames that other nodes send here.</summary>
    void Open(IPeerFrames frames);

    /// <summary>The way to a node. False when there is none.</summary>
    bool TryRoute(NodeId node, [NotNullWhen(true)] out IPeerRoute? route);

    /// <summary>Nothing is sent to the node any more.</summary>
    void Forget(NodeId node);
}

/// <summary>The way to one node.</summary>
internal interface IPeerRoute
{
    /// <summary>Sends a frame, in order with those sent before from the same thread. The array belongs to the transport from then on.</summary>
    void Send(byte[] frame);
}

/// <summary>Takes the frames that other nodes sent.</summary>
internal interface IPeerFrames
{
    /// <summary>Frames of one node come one at a time and in the order in which they were sent. Never blocks.</summary>
    /// <param name="frame">Belongs to the receiver and does not change.</param>
    void Received(ReadOnlyMemory<byte> frame);
}
