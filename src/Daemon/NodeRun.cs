using AkkaCache.Daemon.Footprint;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Daemon;

/// <summary>One life of a node: starts it, says what runs where, and returns when it has ended.</summary>
internal static class NodeRun
{
    /// <param name="stop">The process is told to end: so is this life, once it has begun.</param>
    public static async Task<NodeEnd> Run(NodeOptions options, TextWriter output, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "akkacached" });
        builder.Logging.AddNodeLogging(options.Log.Level, options.AkkaLogLevel, options.Log.Json);
        builder.Services.AddSystemd();
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.AddAkkaCacheNode(options);
        using var host = builder.Build();
        var departure = host.Services.GetRequiredService<NodeDeparture>();
        departure.RunsAgain = true;

        try
        {
            await host.StartAsync();
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<DoorException>().FirstOrDefault() is { } door)
        {
            throw door;
        }
        var firstLines = new FirstLines(options, host.Services, output);
        firstLines.Write();

        // Ports are known while the doors are open, the others until the end.
        var bound = NextLife.Of(options, host.Services);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using var stopping = stop.Register(lifetime.StopApplication);
        var readiness = host.Services.GetRequiredService<NodeReadiness>();
        Leftovers? leftovers = null;
        try
        {
            await readiness.WhenFirstReady.WaitAsync(lifetime.ApplicationStopping);
            leftovers = Leftovers.GiveBack(TimeProvider.System);
            firstLines.WriteReady(TimeProvider.System.GetElapsedTime(started));
        }
        catch (OperationCanceledException)
        {
            // Told to end before it was ready: ends like any other node.
        }
        await host.WaitForShutdownAsync();
        leftovers?.Dispose();

        // Akka.Hosting sets the process's exit code to -1 whenever a node leaves; what Main returns counts instead.
        return new NodeEnd(departure.WasAsked, departure.Again, NextLife.Of(bound, host.Services));
    }
}

/// <summary>How a life of a node ended.</summary>
/// <param name="WasAsked">It was told to.</param>
/// <param name="Again">Why it wants to run again; null: nothing but that the cluster went on without it.</param>
/// <param name="Next">What it runs with should it run again.</param>
internal sealed record NodeEnd(bool WasAsked, string? Again, NodeOptions Next);
