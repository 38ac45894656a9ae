using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>Sends messages to other nodes: in order within a lane, at most once, perhaps never. Thread-safe; never blocks.</summary>
public interface IPeerSender
{
    /// <summary>Queues a message, whose first byte is its kind. False when too much is queued for that node already: nothing was taken.</summary>
    bool TrySend(NodeId to, PeerLane lane, ReadOnlySpan<byte> message);

    /// <summary>Whether more bulk may be queued for the node now.</summary>
    bool HasRoom(NodeId to, RoomFor what);
}

/// <summary>The two lanes to a node.</summary>
public enum PeerLane
{
    /// <summary>Small and urgent: pings, votes, requests, replies. Goes before bulk.</summary>
    Control,

    /// <summary>Effects and snapshots.</summary>
    Bulk,
}
