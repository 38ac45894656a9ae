using Akka.Actor;
using Akka.Hosting;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Node.Routing.AllNodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>
/// The last service to start and the first to stop: tells the other nodes where this one's doors are once they are open, and has what it holds handed over before
/// they close.
/// </summary>
/// <remarks>Hosted services are made before the first of them starts, and <see cref="NodeStart"/> is the one to make the actor system: so it is asked for late.</remarks>
internal sealed partial class NodePresence(
    NodeOptions options, IServiceProvider services, OpenDoors doors, NodeIdentity identity, PlacementPlan plan, NodeCalls calls, ILogger<NodePresence> log) : IHostedService
{
    /// <summary>What closing doors and leaving the cluster take after that: Akka's phases together.</summary>
    internal static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(60);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var told = new NodeTold(plan.Self!.Id, identity.Name, options.Node.Host, PortOf(DoorKind.Resp), PortOf(DoorKind.Client), Asks: false);
        if (Listener is { } listener) listener.Tell(told, ActorRefs.NoSender);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var system = services.GetRequiredService<ActorSystem>();
        if (system.WhenTerminated.IsCompleted || Listener is not { } listener) return;
        try
        {
            var ready = listener.Ask<LeaveReady>(LeaveWanted.Instance, options.Cluster.LeaveTimeout, cancellationToken);
            await Task.WhenAny(ready, system.WhenTerminated);
            if (ready.IsCompleted) await ready;
        }
        catch (Exception e) when (e is AskTimeoutException or OperationCanceledException)
        {
            LeftBehind(log, options.Cluster.LeaveTimeout.TotalSeconds);
        }
        // The doors close next: nobody behind them waits for other nodes any longer.
        calls.Stop();
    }

    private IActorRef? Listener => services.GetRequiredService<IReadOnlyActorRegistry>().TryGet<MembershipListener>(out var listener) ? listener : null;

    private int PortOf(DoorKind door) => doors[door]?.Port ?? 0;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not everything was handed over within {Seconds} s (cluster.leave-timeout): the rest fails over")]
    private static partial void LeftBehind(ILogger log, double seconds);
}
