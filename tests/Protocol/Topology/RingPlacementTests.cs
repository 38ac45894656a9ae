using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Topology;

public class RingPlacementTests
{
    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (var nodes in new[] { 1, 2, 3, 5, 10, 50 })
        {
            foreach (var copies in new[] { 1, 2, 3, 5 }) sizes.Add(nodes, copies);
        }
        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Plan_gives_every_node_its_share_within_one(int nodes, int copies)
    {
        foreach (var partitions in new[] { 16, 256, 512 })
        {
            var ring = Ring(Names(nodes), partitions);
            Check(ring, copies, RingPlacement.Plan(ring, copies));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Plan_of_its_own_result_moves_nothing(int nodes, int copies)
    {
        var ring = Ring(Names(nodes));
        var plan = RingPlacement.Plan(ring, copies);
        Assert.Equal(plan.AsEnumerable(), RingPlacement.Plan(ring, copies, plan));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Joining_node_receives_its_share_and_nothing_else_moves(int nodes, int copies)
    {
        var before = RingPlacement.Plan(Ring(Names(nodes)), copies);
        var ring = Ring(Names(nodes + 1));
        var after = RingPlacement.Plan(ring, copies, before);
        Check(ring, copies, after);

        var newcomer = new NodeId("node-" + nodes);
        Assert.Equal(after.Count(owners => owners.Holds(newcomer)), Moves(before, after));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Leaving_node_gives_up_its_share_and_nothing_else_moves(int nodes, int copies)
    {
        if (nodes == 1) return;
        var before = RingPlacement.Plan(Ring(Names(nodes)), copies);
        var leaver = new NodeId("node-0");
        var ring = Ring(Names(nodes).Where(name => name != "node-0"));
        var after = RingPlacement.Plan(ring, copies, before);
        Check(ring, copies, after);

        // With as few nodes as copies, the others hold everything already.
        var lost = before.Count(owners => owners.Holds(leaver));
        Assert.Equal(nodes > copies ? lost : 0, Moves(before, after));
    }

    [Fact]
    public void Primary_of_a_lost_node_becomes_a_node_that_has_the_data()
    {
        var before = RingPlacement.Plan(Ring(Names(6)), 3);
        var after = RingPlacement.Plan(Ring(Names(6).Where(name => name != "node-3")), 3, before);
        for (var partition = 0; partition < before.Length; partition++)
        {
            Assert.True(before[partition].Holds(after[partition].Primary), $"partition {partition}: {before[partition]} became {after[partition]}");
        }
    }

    [Fact]
    public void Weights_share_out_in_proportion()
    {
        var ring = new HashRing([new(new("a"), 1), new(new("b"), 2), new(new("c"), 5)], new PartitionLayout(256));
        var plan = RingPlacement.Plan(ring, 1);
        Assert.Equal((32, 64, 160), (Primaries(plan, "a"), Primaries(plan, "b"), Primaries(plan, "c")));
    }

    [Fact]
    public void Node_too_heavy_for_its_share_of_copies_holds_each_partition_once()
    {
        var ring = new HashRing([new(new("a"), 16), new(new("b"), 1), new(new("c"), 1)], new PartitionLayout(256));
        var plan = RingPlacement.Plan(ring, 2);
        Assert.All(plan, owners => Assert.True(owners.Holds(new("a"))));
        Assert.Equal(128, plan.Count(owners => owners.Holds(new("b"))));
        Assert.InRange(Primaries(plan, "a"), 227, 228);
    }

    [Fact]
    public void Any_history_of_joins_leaves_and_weights_stays_within_quotas()
    {
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 4], Gen.Select(Gen.Int[0, 15], Gen.Int[0, 3]).Array[1, 12]).Sample((start, copies, changes) =>
        {
            var members = Names(start).ToDictionary(name => name, _ => 1);
            var plan = ImmutableArray<PartitionOwners>.Empty;
            foreach (var (node, weight) in changes)
            {
                if (weight == 0 && members.Count > 1) members.Remove("node-" + node);
                else members["node-" + node] = Math.Max(weight, 1);
                var ring = new HashRing(members.Select(m => new RingMember(new(m.Key), m.Value)), new PartitionLayout(64));
                var next = RingPlacement.Plan(ring, copies, plan);
                Check(ring, copies, next);
                if (!plan.IsEmpty) AssertMovesForced(ring, plan, next);
                plan = next;
            }
        }, iter: 300);
    }

    [Fact]
    public void Plan_without_history_mostly_follows_the_ring()
    {
        var ring = Ring(Names(10));
        var plan = RingPlacement.Plan(ring, 2);
        var followed = Enumerable.Range(0, plan.Length).Count(p => ring.PreferredNodes(p, 2).Contains(plan[p].Primary));
        Assert.InRange(followed, plan.Length * 8 / 10, plan.Length);
    }

    [Fact]
    public void Plan_is_the_same_whatever_the_order_of_members()
    {
        var forward = RingPlacement.Plan(Ring(Names(7)), 3);
        var backward = RingPlacement.Plan(Ring(Names(7).Reverse()), 3);
        Assert.Equal(forward.AsEnumerable(), backward);
    }

    /// <summary>The bound is what the quotas force: the copies that are missing, and those that somebody has too many of.</summary>
    private static void AssertMovesForced(HashRing ring, ImmutableArray<PartitionOwners> before, ImmutableArray<PartitionOwners> after)
    {
        var received = 0;
        foreach (var member in ring.Members)
        {
            var had = before.Count(owners => owners.Holds(member.Node));
            var has = after.Count(owners => owners.Holds(member.Node));
            received += Math.Max(0, has - had);
        }

        // A chain passes a copy on where a direct gift is impossible; more than a few of them would be a fault of the plan.
        var moves = Moves(before, after);
        Assert.True(moves <= received + ring.Layout.Count / 4, $"{moves} copies moved, {received} had to");
    }

    private static void Check(HashRing ring, int copies, ImmutableArray<PartitionOwners> plan)
    {
        var expectedCopies = Math.Min(copies, ring.Members.Length);
        foreach (var owners in plan)
        {
            Assert.False(owners.Primary.IsNone);
            Assert.Equal(expectedCopies, owners.Copies);
            Assert.Equal(expectedCopies, owners.Backups.Append(owners.Primary).Distinct().Count());
        }
        double weights = 0;
        foreach (var member in ring.Members) weights += member.Weight;
        foreach (var member in ring.Members)
        {
            var share = plan.Length * member.Weight / weights;
            Assert.InRange(Primaries(plan, member.Node.Value), Math.Floor(share), Math.Ceiling(share));
            if (share * expectedCopies > plan.Length) continue;

            // Where a heavier node is capped, the others take over what it cannot hold.
            var held = plan.Count(owners => owners.Holds(member.Node));
            Assert.True(held >= Math.Floor(share * expectedCopies));
            if (plan.Length * MaxWeight(ring) * expectedCopies / weights <= plan.Length) Assert.True(held <= Math.Ceiling(share * expectedCopies));
        }
    }

    private static int MaxWeight(HashRing ring)
    {
        var most = 0;
        foreach (var member in ring.Members) most = Math.Max(most, member.Weight);
        return most;
    }

    private static int Moves(ImmutableArray<PartitionOwners> before, ImmutableArray<PartitionOwners> after)
    {
        var moves = 0;
        for (var partition = 0; partition < before.Length; partition++)
        {
            var old = before[partition];
            moves += after[partition].Backups.Append(after[partition].Primary).Count(node => !old.Holds(node));
        }
        return moves;
    }

    private static int Primaries(ImmutableArray<PartitionOwners> plan, string node) => plan.Count(owners => owners.Primary.Value == node);

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => "node-" + i);

    private static HashRing Ring(IEnumerable<string> names, int partitions = 256)
        => new(names.Select(name => new RingMember(new NodeId(name))), new PartitionLayout(partitions));
}
