using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Topology;

/// <summary>Copies in different zones, within the same quotas.</summary>
public class ZonePlacementTests
{
    public static TheoryData<int, int, int> Sizes()
    {
        var sizes = new TheoryData<int, int, int>();
        foreach (var nodes in new[] { 3, 5, 10, 50 })
        {
            foreach (var zones in new[] { 2, 3, 5 })
            {
                foreach (var copies in new[] { 2, 3 }) sizes.Add(nodes, zones, copies);
            }
        }
        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Copies_lie_in_as_many_zones_as_they_can_and_primaries_within_quotas(int nodes, int zones, int copies)
    {
        foreach (var partitions in new[] { 16, 256, 512 })
        {
            var ring = Ring(Members(nodes, zones), partitions);
            Check(ring, copies, RingPlacement.Plan(ring, copies));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Joining_node_receives_its_share_and_hardly_anything_else_moves(int nodes, int zones, int copies)
    {
        var before = RingPlacement.Plan(Ring(Members(nodes, zones)), copies);
        var ring = Ring(Members(nodes + 1, zones));
        var after = RingPlacement.Plan(ring, copies, before);
        Check(ring, copies, after);
        AssertMovesForced(ring, before, after);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Leaving_node_gives_up_its_share_and_hardly_anything_else_moves(int nodes, int zones, int copies)
    {
        var before = RingPlacement.Plan(Ring(Members(nodes, zones)), copies);
        var ring = Ring(Members(nodes, zones).Skip(1));
        var after = RingPlacement.Plan(ring, copies, before);
        Check(ring, copies, after);
        AssertMovesForced(ring, before, after);
    }

    [Fact]
    public void Plan_of_its_own_result_moves_nothing()
    {
        var ring = Ring(Members(7, 3));
        var plan = RingPlacement.Plan(ring, 3);
        Assert.Equal(plan.AsEnumerable(), RingPlacement.Plan(ring, 3, plan));
    }

    [Fact]
    public void Lone_node_of_a_zone_holds_a_copy_of_everything_and_its_share_of_primaries()
    {
        var ring = Ring([new(new("a1"), 1, "a"), new(new("a2"), 1, "a"), new(new("b"), 1, "b")]);
        var plan = RingPlacement.Plan(ring, 2);
        Check(ring, 2, plan);
        Assert.Equal(256, plan.Count(owners => owners.Holds(new("b"))));
        Assert.Equal(128, plan.Count(owners => owners.Holds(new("a1"))));
    }

    [Fact]
    public void Zones_told_later_bring_the_copies_apart()
    {
        var plan = RingPlacement.Plan(Ring(Members(6, 1)), 2);
        var ring = Ring(Members(6, 3));
        Check(ring, 2, RingPlacement.Plan(ring, 2, plan));
    }

    [Fact]
    public void Any_history_of_joins_and_leaves_keeps_copies_apart()
    {
        Gen.Select(Gen.Int[1, 9], Gen.Int[2, 4], Gen.Int[1, 4], Gen.Select(Gen.Int[0, 15], Gen.Int[0, 3]).Array[1, 12]).Sample((start, zones, copies, changes) =>
        {
            var members = Members(start, zones).ToDictionary(member => member.Node);
            var plan = ImmutableArray<PartitionOwners>.Empty;
            foreach (var (number, weight) in changes)
            {
                var node = Node(number);
                if (weight == 0 && members.Count > 1) members.Remove(node);
                else members[node] = new RingMember(node, Math.Max(weight, 1), ZoneOf(number, zones));
                var ring = Ring(members.Values, 64);
                plan = RingPlacement.Plan(ring, copies, plan);
                Check(ring, copies, plan);
            }
        }, iter: 300);
    }

    private static void Check(HashRing ring, int copies, ImmutableArray<PartitionOwners> plan)
    {
        var members = ring.Members.ToArray();
        var zoneOf = members.ToDictionary(member => member.Node, member => member.Zone);
        var most = MostOfOneZone(members, copies);
        foreach (var owners in plan)
        {
            Assert.False(owners.Primary.IsNone);
            Assert.Equal(Math.Min(copies, members.Length), owners.Copies);
            Assert.InRange(owners.Backups.Append(owners.Primary).CountBy(node => zoneOf[node]).Max(zone => zone.Value), 1, most);
        }
        double weights = members.Sum(member => member.Weight);
        foreach (var member in members)
        {
            var share = plan.Length * member.Weight / weights;
            Assert.InRange(plan.Count(owners => owners.Primary == member.Node), Math.Floor(share), Math.Ceiling(share));
        }
    }

    /// <summary>Copies of one partition that some zone must take, when no zone takes more than it has nodes.</summary>
    private static int MostOfOneZone(RingMember[] members, int copies)
    {
        var sizes = members.CountBy(member => member.Zone).Select(zone => zone.Value).ToArray();
        return Enumerable.Range(1, copies).First(most => sizes.Sum(size => Math.Min(size, most)) >= Math.Min(copies, members.Length));
    }

    /// <summary>
    /// Forced is what somebody holds more than before, or what each partition lacks: copies, and one in a zone that has to hold one of everything.
    /// 5 % beyond, or one copy, for chains.
    /// </summary>
    private static void AssertMovesForced(HashRing ring, ImmutableArray<PartitionOwners> before, ImmutableArray<PartitionOwners> after)
    {
        var members = ring.Members.ToArray();
        var byMembers = members.Sum(member => Math.Max(0, after.Count(owners => owners.Holds(member.Node)) - before.Count(owners => owners.Holds(member.Node))));
        var fullZones = members.GroupBy(member => member.Zone).Where(zone => after.All(owners => zone.Any(member => owners.Holds(member.Node)))).ToArray();
        var byPartitions = 0;
        var moves = 0;
        for (var partition = 0; partition < before.Length; partition++)
        {
            var old = before[partition];
            var lost = after[partition].Copies - members.Count(member => old.Holds(member.Node));
            byPartitions += Math.Max(lost, fullZones.Count(zone => !zone.Any(member => old.Holds(member.Node))));
            moves += after[partition].Backups.Append(after[partition].Primary).Count(node => !old.Holds(node));
        }
        var forced = Math.Max(byMembers, byPartitions);
        Assert.InRange(moves, forced, Math.Max(forced * 1.05, forced + 1));
    }

    private static HashRing Ring(IEnumerable<RingMember> members, int partitions = 256) => new(members, new PartitionLayout(partitions));

    private static IEnumerable<RingMember> Members(int count, int zones) => Enumerable.Range(0, count).Select(i => new RingMember(Node(i), 1, ZoneOf(i, zones)));

    private static NodeId Node(int number) => new("node-" + number);

    private static string ZoneOf(int number, int zones) => "zone-" + number % zones;
}
