using AkkaCache.Daemon.Footprint;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Daemon;

/// <summary>A node as a process: starts it, says what runs where, and leaves the cluster when told to end.</summary>
internal static class NodeProcess
{
    public static async Task<int> Run(NodeOptions options, TextWriter output)
    {
        var started = TimeProvider.System.GetTimestamp();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "akkacached" });
        builder.Logging.AddNodeLogging(options.Log.Level, options.AkkaLogLevel, options.Log.Json);
        builder.Services.AddSystemd();
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.AddAkkaCacheNode(options);
        using var host = builder.Build();

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
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
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
        return host.Services.GetRequiredService<NodeDeparture>().WasAsked ? ExitCode.Ok : ExitCode.Downed;
    }
}
