using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Hosting;

/// <summary>The addresses of RESP doors as the nodes of the cluster told them.</summary>
internal sealed class RespAddresses(NodeDirectory directory) : IRespAddresses
{
    public bool TryGet(NodeId node, out string host, out int port)
    {
        var entry = directory.Find(node);
        (host, port) = (entry?.Host ?? "", entry?.RespPort ?? 0);
        return port > 0;
    }
}
