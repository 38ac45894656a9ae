using AkkaCache.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>A daemon with its client door open, for all tests of a class.</summary>
public sealed class OneDaemon : IAsyncLifetime
{
    private DaemonProcess? _daemon;

    public DaemonProcess Daemon => _daemon!;

    public string Address => Daemon.Client.ToString();

    /// <summary>For tests that are not about time, on machines that do other things meanwhile.</summary>
    public CacheClientOptions Options => new() { Nodes = [Address], ConnectTimeout = TimeSpan.FromSeconds(60), OperationTimeout = TimeSpan.FromSeconds(60), Silence = TimeSpan.FromSeconds(30) };

    public IServiceCollection AddClientTo(IServiceCollection services) => services.AddAkkaCacheClient(Options);

    public Task<CacheClient> ConnectAsync() => CacheClient.ConnectAsync(Options);

    public async Task InitializeAsync() => _daemon = await DaemonProcess.StartAsync("--client-port", "0");

    public async Task DisposeAsync()
    {
        if (_daemon is not null) await _daemon.DisposeAsync();
    }
}
