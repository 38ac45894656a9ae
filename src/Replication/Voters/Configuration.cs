using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Voters;

/// <summary>A node that votes, with the number that makes its epochs unique. No two nodes ever have the same.</summary>
public readonly record struct Voter(NodeId Node, int Ordinal);

/// <summary>The numbered set of nodes whose quorum decides. Immutable; each is chosen by a quorum of the one before.</summary>
/// <param name="Number">Counts the changes. 0 is that of a node that has not joined yet.</param>
/// <param name="Voters">Ascending by ordinal.</param>
/// <param name="NextOrdinal">For the next node that joins.</param>
public sealed record Configuration(long Number, ImmutableArray<Voter> Voters, int NextOrdinal)
{
    /// <summary>A set beyond this would make every decision slow.</summary>
    public const int MaxVoters = 64;

    /// <summary>What a node knows before it has joined.</summary>
    public static Configuration Unknown { get; } = new(0, [], 1);

    public ImmutableArray<NodeId> Nodes => [.. Voters.Select(voter => voter.Node)];

    public static Configuration First(IEnumerable<NodeId> nodes)
    {
        var voters = nodes.Select((node, index) => new Voter(node, index + 1)).ToImmutableArray();
        return new Configuration(1, voters, voters.Length + 1);
    }

    /// <summary>The following one: those that stay keep their ordinals, those that come get new ones.</summary>
    public Configuration Next(ImmutableArray<NodeId> nodes)
    {
        var next = NextOrdinal;
        var voters = Voters.Where(voter => nodes.Contains(voter.Node)).ToList();
        voters.AddRange(nodes.Where(node => !Contains(node)).Order().Select(node => new Voter(node, next++)));
        return new Configuration(Number + 1, [.. voters], next);
    }

    public bool Contains(NodeId node) => OrdinalOf(node) != 0;

    /// <summary>0 for a node that is no voter.</summary>
    public int OrdinalOf(NodeId node)
    {
        foreach (var voter in Voters)
            if (voter.Node == node) return voter.Ordinal;
        return 0;
    }

    /// <summary>More than half of the voters; exactly half, when the one with the lowest ordinal is among them.</summary>
    public bool IsQuorum(IReadOnlyCollection<NodeId> nodes)
    {
        var present = 0;
        foreach (var voter in Voters)
            if (nodes.Contains(voter.Node)) present++;
        if (2 * present != Voters.Length) return 2 * present > Voters.Length;
        return present > 0 && nodes.Contains(Voters[0].Node);
    }

    public bool IsOf(IReadOnlyCollection<NodeId> nodes) => nodes.Count == Voters.Length && nodes.All(Contains);

    public override string ToString() => $"#{Number} [{string.Join(' ', Voters.Select(voter => voter.Node))}]";
}
