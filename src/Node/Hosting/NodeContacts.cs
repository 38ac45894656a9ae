using AkkaCache.Commands.Execution;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Hosting;

/// <summary>The nodes' doors as they told them, and when each was heard.</summary>
/// <param name="replication">Made when it is first asked: it needs the node's services, which show these contacts.</param>
internal sealed class NodeContacts(NodeDirectory directory, Lazy<NodeReplication> replication, PeerLinks links, MonotonicClock clock, NodeOptions options, TimeProvider time) : INodeContacts
{
    public NodeContact? Of(NodeId node)
    {
        if (directory.Find(node) is not { } entry) return null;
        var link = links.StateOf(node);
        return new NodeContact(entry.Host, entry.RespPort, entry.Address.Port ?? 0, entry.Name, entry.Zone)
        {
            Health = entry.State switch
            {
                NodeState.Unhealthy => NodeHealth.Unhealthy,
                _ when IsSilent(node) => NodeHealth.Unhealthy,
                NodeState.Degraded => NodeHealth.Degraded,
                _ => NodeHealth.Healthy,
            },
            HeardMs = HeardMs(node),
            PingUs = (long)(replication.Value.Runner?.PingTimeOf(node).TotalMicroseconds ?? 0),
            LinkedMs = link?.Since.ToUnixTimeMilliseconds() ?? 0,
            QueuedBytes = link?.QueuedBytes ?? 0,
            ClientPort = entry.ClientPort,
        };
    }

    /// <summary>It does not answer pings, which says so long before the cluster's failure detector does.</summary>
    private bool IsSilent(NodeId node) =>
        replication.Value.Runner is { } runner && node != runner.Self && runner.PongAt(node) is > 0 and var at && clock.Now - at > options.Replication.SuspectAfter.Ticks;

    private long HeardMs(NodeId node)
    {
        if (replication.Value.Runner is not { } runner || node == runner.Self || runner.PongAt(node) is not (> 0 and var at)) return 0;
        return time.GetUtcNow().ToUnixTimeMilliseconds() - ((clock.Now - at) / TimeSpan.TicksPerMillisecond);
    }
}
