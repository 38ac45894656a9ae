using System.Net;
using Akka.Cluster;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Placement;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Hosting;

/// <summary>Opens the links between the nodes of an Akka cluster.</summary>
internal static class PeerDoor
{
    /// <summary>From now on the links send to other nodes and take what others send. Once the system's address is known.</summary>
    /// <param name="transport">It listens already: other nodes learn where from this node's roles.</param>
    public static void Open(Cluster cluster, TcpTransport transport, PeerLinks links, IPeerInbox inbox)
    {
        transport.FindNodesBy(node => EndpointOf(cluster, node));
        links.Open(ClusterNode.IdOf(cluster.SelfUniqueAddress), transport, inbox);
    }

    private static DnsEndPoint? EndpointOf(Cluster cluster, NodeId node)
    {
        foreach (var member in cluster.State.Members)
        {
            if (ClusterNode.IdOf(member.UniqueAddress) != node) continue;
            var port = ClusterNode.Of(member).LinkPort;
            return port == 0 ? null : new DnsEndPoint(member.Address.Host!, port);
        }
        return null;
    }
}
