using Akka.Cluster;
using AkkaCache.Node.Placement.Downing;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>Ends a life that nobody lets in although somebody is there: in the next one the node is another to them.</summary>
/// <remarks>
/// Seen while nodes had one connection for both directions (decision 26): the members had removed a killed node, and never answered the process that came after it at its address.
/// Not seen since. Akka keeps what it knows of a connection by address and identity, so a new actor system is not held by what the last one got stuck in, whatever that is.
/// </remarks>
internal sealed partial class JoinWatch(Cluster cluster, IReadOnlyList<SeedAddress> seeds, NodeDeparture departure, TimeProvider time, ILogger log)
{
    /// <summary>Long enough not to disturb, short enough for whoever waits.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>What noticing that an earlier self is gone, gossip, and letting this one in may take beside the resolver's own wait.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public void Begin() => _ = Watch();

    private async Task Watch()
    {
        var patience = 2 * ConnectedPartsProvider.StableAfter(cluster.System) + Margin;
        var started = time.GetTimestamp();
        var own = new SeedAddress(cluster.SelfAddress.Host!, cluster.SelfAddress.Port!.Value);
        SeedAddress[] others = [.. seeds.Where(seed => seed != own)];
        using var pace = new PeriodicTimer(Pace, time);
        while (await pace.WaitForNextTickAsync() && !cluster.IsTerminated && !IsMember)
        {
            if (time.GetElapsedTime(started) < patience || (await SeedReach.Among(others)).Count == 0 || IsMember) continue;
            LogStartsOver(log, (int)patience.TotalSeconds);
            departure.StartOver("no seed lets this node in: tries under another identity");
            return;
        }
    }

    private bool IsMember => cluster.State.Members.Any(member => member.UniqueAddress == cluster.SelfUniqueAddress);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No seed has let this node in for {Seconds} s, and there is one: tries again under another identity")]
    private static partial void LogStartsOver(ILogger log, int seconds);
}
