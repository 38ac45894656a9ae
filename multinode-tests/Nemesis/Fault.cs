using AkkaCache.Multinode.Network;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>Something bad, or hard, that happens to a cluster under load and is over when it has happened.</summary>
internal abstract class Fault
{
    /// <summary>As reports and seeds name it.</summary>
    public abstract string Name { get; }

    /// <summary>It drops packets, so nodes need a network of their own.</summary>
    public virtual bool NeedsNetwork => false;

    /// <summary>What was on the victim is gone, or may be, in modes that allow it.</summary>
    public virtual bool TakesData => false;

    /// <summary>Everything is gone, in every mode.</summary>
    public virtual bool TakesAll => false;

    /// <summary>Strikes, stays for its time, and heals.</summary>
    /// <returns>What shows that it took effect.</returns>
    /// <exception cref="NoEffectException">It did not.</exception>
    public abstract Task<string> StrikeAsync(FaultRun run);

    public override string ToString() => Name;
}

/// <summary>A fault did not do what it was to do: the round says nothing.</summary>
internal sealed class NoEffectException(string message) : Exception(message);

/// <summary>One fault's surroundings, and what it leaves for the judge.</summary>
/// <param name="Victim">The node that it is about.</param>
/// <param name="Network">Null on loopback.</param>
/// <param name="Copies">Of each partition.</param>
internal sealed record FaultRun(ClusterProcesses Cluster, int Victim, int Copies, NamespaceNetwork? Network, Load.RespLoad Load)
{
    /// <summary>A primary that is out of reach for so long is replaced: suspicion, lease and some round trips take three or four.</summary>
    public const int FailOverSeconds = 5;

    public ClusterNode Node => Cluster[Victim];

    /// <summary>Another node, which stays.</summary>
    public ClusterNode Other => Cluster.Nodes.First(node => node != Node && node.IsRunning);

    /// <summary>Timestamp of just before it struck.</summary>
    public long StruckAt { get; set; }

    /// <summary>When all processes had ended, by the wall clock, as their logs have it: those after are another cluster. Null where some stayed.</summary>
    public DateTime? AllEndedAt { get; set; }

    /// <summary>For so long after it struck the victim may have answered what nobody else has: a node that is cut off serves until its leases end.</summary>
    public TimeSpan ServedOn { get; set; }

    /// <summary>Partitions that had their primary at the victim then.</summary>
    public IReadOnlySet<int> Held { get; set; } = new HashSet<int>();

    /// <summary>From then until a key of every partition was written through another node; null where nobody asked.</summary>
    public TimeSpan? Recovery { get; set; }
}
