using System.Net;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Routing;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Hosting;

/// <summary>Opens the RESP door with the node and closes it first when the node leaves: no command is half-way when the partitions close.</summary>
/// <remarks>Until all partitions were open once, clients get the error that they know from a Redis that still loads its data.</remarks>
internal sealed class RespDoorService(
    NodeOptions options, RespDoor door, CommandRouter router, NodeReadiness readiness, OpenDoors doors, PlacementPlan plan, NodeIdentity identity) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        identity.Name = options.Node.Name.Length > 0 ? options.Node.Name : $"{plan.Self?.Address.Host}:{plan.Self?.Address.Port}";
        if (!options.Resp.Port.IsClosed)
        {
            router.IsLoading = true;
            readiness.WhenFirstReady.ContinueWith(_ => router.IsLoading = false, TaskScheduler.Default);
            door.Start();
            doors.Opened(DoorKind.Resp, door.EndPoint!);
            identity.RespPort = door.EndPoint!.Port;
        }
        identity.Doors = [.. OpenNow()];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        door.Stop();
        doors.Closed(DoorKind.Resp);
        return Task.CompletedTask;
    }

    private IEnumerable<KeyValuePair<string, string>> OpenNow()
    {
        foreach (var kind in Enum.GetValues<DoorKind>())
        {
            if (doors[kind] is IPEndPoint endpoint) yield return new(kind.ToString().ToLowerInvariant(), endpoint.ToString());
        }
    }
}
