using System.Net;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Placement;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Node.Hosting;

/// <summary>What a node runs with when it is run anew in the same process.</summary>
public static class NextLife
{
    /// <summary>As many as there may be seeds.</summary>
    private const int MostBefore = 64;

    /// <summary>The same node at the same addresses. It joins those that it was with.</summary>
    /// <remarks>What is not known at the moment stays as the options have it: ports are known while the doors are open, the others from when they were met. So it is asked at both.</remarks>
    /// <param name="options">Of the life before.</param>
    /// <param name="services">Of the life before.</param>
    public static NodeOptions Of(NodeOptions options, IServiceProvider services)
    {
        var doors = services.GetRequiredService<OpenDoors>();
        var self = services.GetRequiredService<PlacementPlan>().Self;
        var others = services.GetRequiredService<NodeDirectory>().All.Where(node => node.Node != self?.Id).Select(node => new SeedAddress(node.Address.Host!, node.Address.Port!.Value));
        if (services.GetRequiredService<NodeDeparture>().Meets is { } met) others = others.Append(met);
        return options with
        {
            Resp = options.Resp with { Port = Bound(doors, DoorKind.Resp, options.Resp.Port) },
            OtherDoors = options.OtherDoors with
            {
                Akka = Bound(doors, DoorKind.Akka, options.OtherDoors.Akka),
                Link = Bound(doors, DoorKind.Link, options.OtherDoors.Link),
                Client = Bound(doors, DoorKind.Client, options.OtherDoors.Client),
                Http = Bound(doors, DoorKind.Http, options.OtherDoors.Http),
            },
            Cluster = options.Cluster with { Before = [.. options.Cluster.Before.Concat(others).Distinct().TakeLast(MostBefore)] },
        };
    }

    private static DoorPort Bound(OpenDoors doors, DoorKind door, DoorPort asked) => doors[door] is IPEndPoint endpoint ? DoorPort.Of(endpoint.Port) : asked;
}
