using AkkaCache.Node.Doors.Clients;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Hosting;

/// <summary>Opens the door for clients of the node's own process, where there are to be any, and closes it when the node has handed over what it held.</summary>
internal sealed class LocalDoorService(NodeOptions options, IServiceProvider services) : IHostedService
{
    private LocalDoor? _door;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.HasLocalDoor) return Task.CompletedTask;
        _door = services.GetRequiredService<LocalDoor>();
        _door.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_door is null) return;
        await _door.DrainAsync(ClientDoorService.DrainPatience).ConfigureAwait(false);
        _door.Stop();
    }
}
