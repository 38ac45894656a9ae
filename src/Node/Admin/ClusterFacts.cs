using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Admin;

/// <summary>What INFO tells of the other nodes: the cluster, the copies, and what was counted since the last reset.</summary>
public sealed class ClusterFacts
{
    private long[] _before;

    public ClusterFacts(IClusterView view, ICopying copying, ClusterCounters counters)
    {
        View = view;
        Copying = copying;
        Counters = counters;
        _before = new long[counters.All.Count];
    }

    public IClusterView View { get; }
    public ICopying Copying { get; }
    public ClusterCounters Counters { get; }

    /// <summary>Each counter's name with what it counted since the last reset.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counted
    {
        get
        {
            var before = _before;
            for (var i = 0; i < before.Length; i++) yield return new(Counters.All[i].Name, Counters.All[i].Counter.Value - before[i]);
        }
    }

    /// <summary>Counters begin again at zero.</summary>
    public void TakeBaseline()
    {
        var now = new long[_before.Length];
        for (var i = 0; i < now.Length; i++) now[i] = Counters.All[i].Counter.Value;
        _before = now;
    }
}
