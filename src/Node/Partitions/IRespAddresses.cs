using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>Where clients reach the nodes: what MOVED tells them.</summary>
public interface IRespAddresses
{
    /// <summary>The advertised host and port of a node's RESP door; false while they are not known or the door is closed.</summary>
    bool TryGet(NodeId node, out string host, out int port);
}
