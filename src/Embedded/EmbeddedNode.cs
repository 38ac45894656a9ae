using AkkaCache.Client;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Embedded;

/// <summary>A node in this process: a full member of a cluster, with a client that reaches its own partitions by calls.</summary>
/// <remarks>
/// It is a host of its own inside the process, so it shares no actor system with the application. When the cluster goes on without it, it begins anew under another identity,
/// as the daemon does, and the client stays; what ends the node, such as SHUTDOWN, does not end the application.
/// </remarks>
public sealed class EmbeddedNode : IAsyncDisposable
{
    /// <summary>A moment in which doors close for good and the others notice.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LocalNetwork _network = new();
    private readonly EmbeddedNodeOptions _options;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private NodeOptions _next;
    private Task? _run;
    private IHost? _host;
    private int _isDisposed;

    /// <summary>Makes the node and its client. Nothing runs before <see cref="StartAsync"/>; what is asked of the client waits until then.</summary>
    /// <param name="options">Null: all defaults.</param>
    /// <exception cref="CacheException">An option is not allowed.</exception>
    public EmbeddedNode(EmbeddedNodeOptions? options = null)
    {
        _options = options ?? new EmbeddedNodeOptions();
        _log = _options.LoggerFactory.CreateLogger<EmbeddedNode>();
        _next = _options.ToNodeOptions();
        Client = CacheClient.Begin(_options.ToClientOptions(), _network, _network);
    }

    /// <summary>Reads and writes the whole cluster. Disposed with the node.</summary>
    public CacheClient Client { get; }

    /// <summary>Completes when the node has ended: it was stopped, it was told to leave the cluster, or it failed for good, which is its exception.</summary>
    public Task WhenEnded => _ended.Task;

    /// <summary>Starts the node, and returns when it is a member and the client works. Once.</summary>
    /// <exception cref="CacheException">A port cannot be had, or the client is not connected in its time; the node goes on trying to join then.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        if (_run is not null) throw new InvalidOperationException("a node is started once");
        try
        {
            var host = await BeginLifeAsync(cancellationToken).ConfigureAwait(false);
            _run = Task.Run(() => RunAsync(host), CancellationToken.None);
        }
        catch (DoorException e)
        {
            throw new CacheException(CacheErrorCode.InvalidConfiguration, e.Message, e);
        }
        await Client.UntilConnectedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands over what the node holds, leaves the cluster and ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        IHost? host;
        lock (_lock)
        {
            if (!_stop.IsCancellationRequested) _stop.Cancel();
            host = _host;
        }
        if (host is not null) host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        if (_run is { } run) await run.WaitAsync(cancellationToken).ConfigureAwait(false);
        else _ended.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        await StopAsync().ConfigureAwait(false);
        await Client.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>One life after the other, until one ends as it was asked to.</summary>
    private async Task RunAsync(IHost? host)
    {
        var limit = new RestartLimit(_options.TimeProvider);
        try
        {
            while (true)
            {
                var (wasAsked, again) = host is null ? (false, null) : await EndLifeAsync(host).ConfigureAwait(false);
                if (wasAsked || _stop.IsCancellationRequested) break;
                if (again is null && !limit.TryAgain()) throw new CacheException(CacheErrorCode.NodeUnhealthy, $"the cluster went on without this node {RestartLimit.MostTries} times within {RestartLimit.Window}");
                EmbeddedLog.Again(_log, again ?? $"the cluster went on without this node: joins it as a new one, try {limit.Tries} of {RestartLimit.MostTries}");
                await Task.Delay(Pause, _options.TimeProvider).ConfigureAwait(false);
                host = await TryBeginLifeAsync().ConfigureAwait(false);
            }
            _ended.TrySetResult();
        }
        catch (Exception e)
        {
            EmbeddedLog.Failed(_log, e);
            _ended.TrySetException(e);
        }
    }

    private async Task<IHost?> TryBeginLifeAsync()
    {
        try
        {
            return await BeginLifeAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (DoorException e)
        {
            // Somebody took the port meanwhile, and may give it back.
            EmbeddedLog.PortTaken(_log, e);
            return null;
        }
    }

    private async Task<IHost> BeginLifeAsync(CancellationToken cancellationToken)
    {
        var host = Build(_next);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<DoorException>().FirstOrDefault() is { } door)
        {
            host.Dispose();
            throw door;
        }
        catch
        {
            host.Dispose();
            throw;
        }
        _next = NextLife.Of(_next, host.Services);
        lock (_lock)
        {
            _host = host;

            // Whoever stops the node may have looked before this life had begun.
            if (_stop.IsCancellationRequested) host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
        _network.Attach(host.Services.GetRequiredService<LocalDoor>(), host.Services.GetRequiredService<LocalCommands>());
        return host;
    }

    private async Task<(bool WasAsked, string? Again)> EndLifeAsync(IHost host)
    {
        var exitCode = Environment.ExitCode;
        var departure = host.Services.GetRequiredService<NodeDeparture>();
        await host.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
        var end = (departure.WasAsked, departure.Again);
        _next = NextLife.Of(_next, host.Services);
        _network.Detach();
        lock (_lock) _host = null;
        host.Dispose();

        // Akka.Hosting sets the process's exit code whenever a node leaves; that is the application's.
        Environment.ExitCode = exitCode;
        return end;
    }

    private IHost Build(NodeOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "akkacache" });
        builder.Services.AddSingleton(_options.LoggerFactory);
        builder.Services.AddSingleton(_options.TimeProvider);

        // Signals and the console are the application's.
        builder.Services.AddSingleton<IHostLifetime, InnerLifetime>();
        builder.AddAkkaCacheNode(options);
        var host = builder.Build();
        host.Services.GetRequiredService<NodeDeparture>().RunsAgain = true;
        return host;
    }

    private sealed class InnerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

internal static partial class EmbeddedLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The node begins anew: {Reason}")]
    public static partial void Again(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The node has ended for good")]
    public static partial void Failed(ILogger log, Exception cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A port of the node cannot be had this time")]
    public static partial void PortTaken(ILogger log, Exception cause);
}
