using System.Net;
using AkkaCache.Daemon.Footprint;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Daemon;

/// <summary>One life of a node: starts it, says what runs where, and returns when it has ended.</summary>
internal static class NodeRun
{
    /// <summary>As many as there may be seeds.</summary>
    private const int MostBefore = 64;

    public static async Task<NodeEnd> Run(NodeOptions options, TextWriter output)
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
        var bound = WithPorts(options, host.Services.GetRequiredService<OpenDoors>());
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
        return new NodeEnd(departure.WasAsked, departure.Again, WithMembers(bound, host.Services, departure.Meets));
    }

    /// <summary>The same node at the same addresses.</summary>
    private static NodeOptions WithPorts(NodeOptions options, OpenDoors doors) => options with
    {
        Resp = options.Resp with { Port = Bound(doors, DoorKind.Resp, options.Resp.Port) },
        OtherDoors = options.OtherDoors with
        {
            Akka = Bound(doors, DoorKind.Akka, options.OtherDoors.Akka),
            Link = Bound(doors, DoorKind.Link, options.OtherDoors.Link),
            Client = Bound(doors, DoorKind.Client, options.OtherDoors.Client),
            Http = Bound(doors, DoorKind.Http, options.OtherDoors.Http),
        },
    };

    /// <summary>It joins those that it was with.</summary>
    private static NodeOptions WithMembers(NodeOptions options, IServiceProvider services, SeedAddress? met)
    {
        var self = services.GetRequiredService<PlacementPlan>().Self;
        var others = services.GetRequiredService<NodeDirectory>().All.Where(node => node.Node != self?.Id).Select(node => new SeedAddress(node.Address.Host!, node.Address.Port!.Value));
        if (met is not null) others = others.Append(met);
        return options with { Cluster = options.Cluster with { Before = [.. options.Cluster.Before.Concat(others).Distinct().TakeLast(MostBefore)] } };
    }

    private static DoorPort Bound(OpenDoors doors, DoorKind door, DoorPort asked) => doors[door] is IPEndPoint endpoint ? DoorPort.Of(endpoint.Port) : asked;
}

/// <summary>How a life of a node ended.</summary>
/// <param name="WasAsked">It was told to.</param>
/// <param name="Again">Why it wants to run again; null: nothing but that the cluster went on without it.</param>
/// <param name="Next">What it runs with should it run again.</param>
internal sealed record NodeEnd(bool WasAsked, string? Again, NodeOptions Next);
