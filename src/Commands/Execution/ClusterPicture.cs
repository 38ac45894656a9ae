using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Commands.Execution;

/// <summary>What one node knows of the cluster at one moment.</summary>
public sealed record ClusterPicture
{
    /// <summary>All nodes, this one first.</summary>
    public ImmutableArray<ClusterNode> Nodes { get; init; } = [];

    /// <summary>Slots that have a primary, ascending; neighbours with the same copies are one range.</summary>
    public ImmutableArray<ClusterRange> Ranges { get; init; } = [];

    /// <summary>The greatest epoch of any partition.</summary>
    public long Epoch { get; init; }

    /// <summary>Messages between this node and the others since it started.</summary>
    public long MessagesSent { get; init; }
    public long MessagesReceived { get; init; }

    /// <summary>Messages that were not sent because too much was queued for a node already.</summary>
    public long MessagesRefused { get; init; }

    public ClusterNode Self => Nodes[0];

    public int SlotsAssigned
    {
        get
        {
            var sum = 0;
            foreach (var range in Ranges) sum += range.Slots.Count;
            return sum;
        }
    }

    /// <summary>Slots of primaries that do not answer.</summary>
    public int SlotsSuspected
    {
        get
        {
            var sum = 0;
            foreach (var range in Ranges) sum += Nodes[range.Primary].Health == NodeHealth.Unhealthy ? range.Slots.Count : 0;
            return sum;
        }
    }

    /// <summary>Every slot has a primary.</summary>
    public bool IsWhole => SlotsAssigned == HashSlot.Count;

    /// <summary>Nodes that are primary of something.</summary>
    public int Primaries
    {
        get
        {
            var seen = new HashSet<int>();
            foreach (var range in Ranges) seen.Add(range.Primary);
            return seen.Count;
        }
    }

    /// <summary>Runs of slots by primary, ascending, neighbours joined whatever their backups are.</summary>
    public List<(int Primary, SlotRange Slots)> SlotsByPrimary()
    {
        var all = new List<(int Primary, SlotRange Slots)>();
        foreach (var range in Ranges)
        {
            if (all.Count > 0 && all[^1].Primary == range.Primary && all[^1].Slots.Last + 1 == range.Slots.First)
                all[^1] = (range.Primary, all[^1].Slots with { Last = range.Slots.Last });
            else
                all.Add((range.Primary, range.Slots));
        }
        return all;
    }

    /// <summary>A node's slots as primary.</summary>
    public IEnumerable<SlotRange> SlotsOf(int node) => SlotsByPrimary().Where(run => run.Primary == node).Select(run => run.Slots);
}

/// <summary>A node of the cluster.</summary>
public sealed record ClusterNode
{
    /// <summary>40 hexadecimal digits, made from the identity of the node's process.</summary>
    public required string Id { get; init; }

    /// <summary>As clients reach it; empty, with port 0, while that is not known.</summary>
    public string Host { get; init; } = "";
    public int RespPort { get; init; }

    /// <summary>Where nodes talk to each other.</summary>
    public int AkkaPort { get; init; }

    public string Name { get; init; } = "";
    public string Zone { get; init; } = "";
    public NodeHealth Health { get; init; }

    /// <summary>The greatest epoch of the partitions that it is primary of; 0 when of none.</summary>
    public long Epoch { get; init; }

    /// <summary>Effects that it holds over all its copies, as far as this node knows.</summary>
    public long Offset { get; init; }

    /// <summary>When it last answered, in Unix milliseconds; 0 for this node itself, and while it has not.</summary>
    public long HeardMs { get; init; }

    /// <summary>What 99 of a hundred of its last pings took at most, there and back, in microseconds; 0: none was answered yet, or it is this node.</summary>
    public long PingUs { get; init; }

    /// <summary>Since when there is a link to it, in Unix milliseconds; 0 while there is none.</summary>
    public long LinkedMs { get; init; }

    /// <summary>Bytes queued for it.</summary>
    public long QueuedBytes { get; init; }

    public bool IsReachable => RespPort > 0;
}

/// <summary>How a node does, as another sees it.</summary>
public enum NodeHealth
{
    Healthy,

    /// <summary>Reachable, but slow or lagging.</summary>
    Degraded,

    /// <summary>Unreachable, leaving or down.</summary>
    Unhealthy,
}

/// <summary>A run of slots with the same copies.</summary>
/// <param name="Primary">Index in <see cref="ClusterPicture.Nodes"/>.</param>
/// <param name="Backups">Likewise, ascending.</param>
public readonly record struct ClusterRange(SlotRange Slots, int Primary, ImmutableArray<int> Backups)
{
    public bool HasCopiesOf(ClusterRange other) => Primary == other.Primary && Backups.AsSpan().SequenceEqual(other.Backups.AsSpan());
}
