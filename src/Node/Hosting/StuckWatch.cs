using Akka.Cluster;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Placement.Downing;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>Ends a life in which Akka's remoting does not reach a member that the node's own links reach: in the next one the node is another to them.</summary>
/// <remarks>
/// Seen twice in some twenty restarts after a kill: the process that came after it was let in by one member and never heard by two others, nor they by it, while pings between them went over the links. What
/// holds Akka's connection is not known (see <see cref="JoinWatch"/>); it does not come loose. Who begins anew takes its copies with it, so it is one at a time: gossip tells all who that is.
/// </remarks>
internal sealed partial class StuckWatch(Cluster cluster, Func<NodeId, bool> hears, NodeDeparture departure, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Times the resolver's own wait: connections that can come back have done so by then.</summary>
    private const int Patience = 3;

    public void Begin() => _ = Watch();

    /// <summary>A member with which the node at <paramref name="self"/> has no connection of Akka's, and yet hears it. Null unless this node is the one that has lost most connections, the youngest of several.</summary>
    internal static UniqueAddress? StuckWith(DowningView view, UniqueAddress self, Func<UniqueAddress, bool> hears)
    {
        var counted = view.Members.Where(member => member.Counts).Select(member => member.Node).ToList();
        var lost = counted.Select(node => (Node: node, To: counted.FindAll(other => view.Silent.Contains((node, other)) || view.Silent.Contains((other, node))))).Reverse().MaxBy(lost => lost.To.Count);
        return lost.Node == self ? lost.To.Find(other => hears(other)) : null;
    }

    private async Task Watch()
    {
        var patience = Patience * ConnectedPartsProvider.StableAfter(cluster.System);
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
