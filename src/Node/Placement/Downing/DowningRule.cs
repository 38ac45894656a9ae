using Akka.Cluster;

namespace AkkaCache.Node.Placement.Downing;

/// <summary>Who has to leave when members cannot reach each other. Pure: every member comes to the same answer from the same view.</summary>
/// <remarks>
/// <para>
/// Two members are connected when neither says that it hears nothing of the other; whoever is connected through others belongs together. One part stays, by the strategy, and all others leave. So a node that died,
/// or hears nobody, or is heard by nobody, is a part of its own; and where the cut goes between some members while others hear both, there is one part, and nobody leaves: what such members hold is worth
/// more than an even picture of the cluster, and replication, which decides by majorities of its own, goes on among those who hear each other.
/// </para>
/// <para>Akka's resolver has all members leave that hear nothing of one another, be it all of them. In memory that loses what they hold.</para>
/// </remarks>
internal static class DowningRule
{
    /// <summary>Those that leave; nobody while all are connected.</summary>
    /// <param name="quorum">Of <see cref="SplitBrainStrategy.StaticQuorum"/>.</param>
    public static IReadOnlySet<UniqueAddress> Leaving(DowningView view, SplitBrainStrategy strategy, int quorum)
    {
        var parts = PartsOf(view);
        if (parts.Count <= 1) return new HashSet<UniqueAddress>();
        var stays = strategy switch
        {
            SplitBrainStrategy.KeepMajority => Majority(view, parts),
            SplitBrainStrategy.StaticQuorum => parts.Where(part => Counted(view, part) >= quorum).MaxBy(part => Counted(view, part)),
            SplitBrainStrategy.KeepOldest => Oldest(view, parts),
            _ => null,
        };
        return view.Members.Select(member => member.Node).Where(node => stays?.Contains(node) != true).ToHashSet();
    }

    private static List<HashSet<UniqueAddress>> PartsOf(DowningView view)
    {
        var parts = new List<HashSet<UniqueAddress>>();
        var left = view.Members.Select(member => member.Node).ToHashSet();
        while (left.Count > 0)
        {
            var part = new HashSet<UniqueAddress>();
            var reached = new Queue<UniqueAddress>([left.First()]);
            left.Remove(reached.Peek());
            while (reached.TryDequeue(out var node))
            {
                part.Add(node);
                foreach (var other in left.Where(other => !view.Silent.Contains((node, other)) && !view.Silent.Contains((other, node))).ToList())
                {
                    left.Remove(other);
                    reached.Enqueue(other);
                }
            }
            parts.Add(part);
        }
        return parts;
    }

    /// <summary>More than half, or half and the lowest address. Null: no part has it.</summary>
    private static HashSet<UniqueAddress>? Majority(DowningView view, List<HashSet<UniqueAddress>> parts)
    {
        var all = view.Members.Count(member => member.Counts);
        var lowest = view.Members.Where(member => member.Counts).Select(member => member.Node).Min();
        return parts.Find(part => Counted(view, part) * 2 > all) ?? parts.Find(part => Counted(view, part) * 2 == all && lowest is not null && part.Contains(lowest));
    }

    /// <summary>That of the oldest, unless it is alone and others are together or there are but two: then it may as well be the one that fell ill.</summary>
    private static HashSet<UniqueAddress>? Oldest(DowningView view, List<HashSet<UniqueAddress>> parts)
    {
        var oldest = view.Members.FirstOrDefault(member => member.Counts)?.Node;
        if (oldest is null) return null;
        var part = parts.First(part => part.Contains(oldest));
        var others = view.Members.Where(member => member.Counts && !part.Contains(member.Node)).ToList();
        if (Counted(view, part) > 1 || others.Count <= 1) return part;
        return parts.Where(other => other != part).MaxBy(other => Counted(view, other));
    }

    private static int Counted(DowningView view, HashSet<UniqueAddress> part) => view.Members.Count(member => member.Counts && part.Contains(member.Node));
}
