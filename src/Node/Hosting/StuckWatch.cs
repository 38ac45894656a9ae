using Akka.Cluster;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Placement.Downing;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>Ends a life in which Akka's remoting does not reach a member that the node's own links reach: in the next one the node is another to them.</summary>
/// <remarks>
/// Seen twice in some twenty restarts after a kill: the process that came after it was let in by one member and never heard by two others, nor they by it, while pings between them went over the links. What
/// holds Akka's connection is not known (see <see cref="JoinWatch"/>); it does not come loose. Of the two the younger begins anew: it is the one that came back.
/// </remarks>
internal sealed partial class StuckWatch(Cluster cluster, Func<NodeId, bool> hears, NodeDeparture departure, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Times the resolver's own wait: connections that can come back have done so by then.</summary>
    private const int Patience = 3;

    public void Begin() => _ = Watch();

    /// <summary>An older member with which the node at <paramref name="self"/> has no connection of Akka's, and yet hears it.</summary>
    internal static UniqueAddress? StuckWith(DowningView view, UniqueAddress self, Func<UniqueAddress, bool> hears)
    {
        foreach (var (node, counts) in view.Members)
        {
            if (node == self) return null;
            if (counts && (view.Silent.Contains((self, node)) || view.Silent.Contains((node, self))) && hears(node)) return node;
        }
        return null;
    }

    private async Task Watch()
    {
        var patience = Patience * cluster.System.Settings.Config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after");
        long? since = null;
        using var pace = new PeriodicTimer(Pace, time);
        while (await pace.WaitForNextTickAsync() && !cluster.IsTerminated)
        {
            if (StuckWith(AkkaReachability.Of(cluster), cluster.SelfUniqueAddress, node => hears(ClusterNode.IdOf(node))) is not { } other)
            {
                since = null;
                continue;
            }
            since ??= time.GetTimestamp();
            if (time.GetElapsedTime(since.Value) < patience) continue;
            LogStartsOver(log, (int)patience.TotalSeconds, other.Address.ToString());
            departure.StartOver($"Akka's remoting does not reach {other.Address.HostPort()}, though the network does: tries under another identity");
            return;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "For {Seconds} s Akka's remoting has not reached {Address}, which this node hears over its link: tries again under another identity")]
    private static partial void LogStartsOver(ILogger log, int seconds, string address);
}
