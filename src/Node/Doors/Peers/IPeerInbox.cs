using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Takes what other nodes sent.</summary>
public interface IPeerInbox
{
    /// <summary>A message, whose first byte is its kind. In order within a lane; different peers and the two lanes of one peer come from different threads at a time.</summary>
    /// <remarks>
    /// While the call lasts the peer gets no credit for the lane, so a slow receiver slows its sender; after <see cref="PeerLimits.Silence"/> the sender gives the stream up.
    /// What is sent on a link from within the call leaves when all messages of its frame were handed over, or sooner when much comes together.
    /// An exception is logged and ends the stream: messages behind it are lost, and both ends are told.
    /// </remarks>
    /// <param name="message">Belongs to the receiver and does not change. Short ones are slices of a frame of up to 64 KB: copy what is kept for long.</param>
    void Received(NodeId from, ReadOnlyMemory<byte> message);

    /// <summary>Messages to or from the peer may have been lost: the outcome of what is outstanding there is unknown. Called from any thread, perhaps more than once for one loss: never blocks.</summary>
    void LinkReset(NodeId peer);
}
