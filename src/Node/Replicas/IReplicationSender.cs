using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Node.Replicas;

/// <summary>Sends replication messages to other nodes: at most once, in any order, perhaps never.</summary>
public interface IReplicationSender
{
    void Send(NodeId to, Message message);

    /// <summary>Whether more may be queued for the node now.</summary>
    bool HasRoom(NodeId to, RoomFor what);
}
