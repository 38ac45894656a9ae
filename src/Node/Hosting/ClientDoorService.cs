using AkkaCache.Node.Admin;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Node.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Hosting;

/// <summary>Opens the client door with the node, if it is to be open, and closes it when the node leaves.</summary>
/// <remarks>The door is made only then: it has threads of its own.</remarks>
internal sealed class ClientDoorService(
    NodeOptions options, IServiceProvider services, CommandRouter router, NodeReadiness readiness, OpenDoors doors, NodeIdentity identity) : IHostedService
{
    /// <summary>What clients have under way is answered in milliseconds, as the partitions are served elsewhere already; a client that is silent must not hold the node.</summary>
    internal static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(3);

    private ClientDoor? _door;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.OtherDoors.Client.IsClosed) return Task.CompletedTask;
        if (!readiness.WhenFirstReady.IsCompleted)
        {
            router.IsLoading = true;
            readiness.WhenFirstReady.ContinueWith(_ => router.IsLoading = false, TaskScheduler.Default);
        }
        _door = services.GetRequiredService<ClientDoor>();
        _door.Start();
        doors.Opened(DoorKind.Client, _door.EndPoint!);
        identity.Doors = [.. identity.Doors, new("client", _door.EndPoint!.ToString())];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_door is null) return;
        await _door.DrainAsync(DrainPatience).ConfigureAwait(false);
        _door.Stop();
        doors.Closed(DoorKind.Client);
    }
}
