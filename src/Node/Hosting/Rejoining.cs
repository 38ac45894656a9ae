using Akka.Cluster;
using AkkaCache.Node.Placement.Downing;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>How a node comes back to a cluster that declared it down: it joins the others, and does not form a cluster of its own beside theirs.</summary>
/// <remarks>
/// <para>
/// The first of the seeds forms a cluster when it hears of none within seconds. That is right for the first start, and wrong for a node that was cut off
/// and still is: it would be a second cluster, which clients on its side would go on writing to. So after a departure the node only asks to be let in.
/// </para>
/// <para>
/// But all nodes may have been declared down, and then nobody lets anybody in. So the one that forms clusters does so after a while, if more than half of the
/// nodes, itself among them, can be connected to: had they a cluster, it would be in it by now; and no second half as large can do the same.
/// </para>
/// </remarks>
internal sealed partial class Rejoining
{
    /// <summary>Long enough not to disturb, short enough for whoever waits.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>What noticing a silent node, gossip and letting the next one in may take beside the resolver's own wait.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    private readonly Cluster _cluster;
    private readonly SeedAddress[] _all;
    private readonly bool _forms;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public Rejoining(Cluster cluster, ClusterOptions options, TimeProvider time, ILogger log)
    {
        _cluster = cluster;
        var own = new SeedAddress(cluster.SelfAddress.Host!, cluster.SelfAddress.Port!.Value);
        _all = [.. options.Seeds.Concat(options.Before).Where(seed => seed != own).Distinct()];
        _forms = options.Seeds.Count == 0 || options.Seeds[0] == own;
        _time = time;
        _log = log;
    }

    public void Begin()
    {
        var others = _all.Select(seed => ClusterJoin.AddressOf(_cluster, seed)).ToArray();
        _cluster.JoinSeedNodes(others);
        if (_forms) _ = FormWhenNobodyLetsIn();
    }

    private async Task FormWhenNobodyLetsIn()
    {
        // An earlier self at the same address has to be declared down before the next one is let in.
        var patience = 2 * ConnectedPartsProvider.StableAfter(_cluster.System) + Margin;
        var started = _time.GetTimestamp();
        var said = false;
        using var pace = new PeriodicTimer(Pace, _time);
        while (await pace.WaitForNextTickAsync() && !_cluster.IsTerminated && !IsMember)
        {
            if (_time.GetElapsedTime(started) < patience) continue;
            if (2 * (1 + (await SeedReach.Among(_all)).Count) > 1 + _all.Length)
            {
                LogForms(_log);
                _cluster.JoinSeedNodes(_all.Select(seed => ClusterJoin.AddressOf(_cluster, seed)).Prepend(_cluster.SelfAddress));
                return;
            }
            if (!said) LogWaits(_log, _all.Length + 1);
            said = true;
        }
    }

    private bool IsMember => _cluster.State.Members.Any(member => member.UniqueAddress == _cluster.SelfUniqueAddress);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No node has a cluster to let this one in: it forms one anew, without the data of before")]
    private static partial void LogForms(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waits to be let in: too few of the {Nodes} nodes can be reached to form a cluster anew. Start the others, or start this one anew to begin without them")]
    private static partial void LogWaits(ILogger log, int nodes);
}
