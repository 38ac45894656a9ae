using System.Net;
using Akka.Actor;
using Akka.Cluster;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Hosting;

/// <summary>The first service to start: opens the akka door, so that what can go wrong there is told in one line, and learns the node's address.</summary>
/// <remarks>Akka.Hosting would create the actor system itself a moment later, but writes a stack trace to the console when that fails.</remarks>
internal sealed class NodeStart(NodeOptions options, IServiceProvider services, OpenDoors doors, PlacementPlan plan, NodeReplication replication, PeerLinks links, TcpTransport transport, PeerDispatch peers) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // All ports are tried before the actor system starts: a node that cannot open its doors should not have joined a cluster.
        if (!options.Resp.Port.IsClosed) BindAddress.Probe("doors.resp.port", options.Resp.Bind, options.Resp.Port.Number);
        if (!options.OtherDoors.Client.IsClosed) BindAddress.Probe("doors.client.port", options.Client.Bind, options.OtherDoors.Client.Number);
        BindAddress.Probe("doors.akka.port", options.Node.Bind, options.OtherDoors.Akka.Number);
        var system = services.GetRequiredService<ActorSystem>();
        var cluster = Cluster.Get(system);
        plan.Start(new ClusterNode(ClusterNode.IdOf(cluster.SelfUniqueAddress), cluster.SelfAddress, options.Node.Weight, options.Node.Zone));
        replication.Start(ClusterNode.IdOf(cluster.SelfUniqueAddress));
        PeerDoor.Open(cluster, transport, links, peers);
        doors.Opened(DoorKind.Link, transport.Endpoint!);
        doors.Opened(DoorKind.Akka, new IPEndPoint(BindAddress.Resolve(options.Node.Bind), cluster.SelfAddress.Port!.Value));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
