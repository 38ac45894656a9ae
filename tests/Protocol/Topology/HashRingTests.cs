using AkkaCache.Protocol.Topology;

namespace AkkaCache.Protocol.Tests.Topology;

public class HashRingTests
{
    private static readonly PartitionLayout Layout = new(256);

    public static TheoryData<string, int> HashesAndSizes()
    {
        var data = new TheoryData<string, int>();
        foreach (var hash in new[] { "xxhash3", "fnv1a" })
        {
            foreach (var nodes in new[] { 1, 3, 5, 10, 50 }) data.Add(hash, nodes);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(HashesAndSizes))]
    public void Preference_names_every_member_once(string hash, int nodes)
    {
        var ring = new HashRing(Members(nodes), Layout, RingHashes.Find(hash));
        for (var partition = 0; partition < Layout.Count; partition++)
        {
            Assert.Equal(Enumerable.Range(0, nodes), ring.PreferenceOf(partition).ToArray().Order());
            Assert.Equal(Math.Min(nodes, 3), ring.PreferredNodes(partition, 3).Distinct().Count());
        }
    }

    [Fact]
    public void Points_that_share_their_place_are_counted()
    {
        Assert.Equal(0, new HashRing(Members(5), Layout).Collisions);
        // Three nodes of ten points each, all in one place: every one but the first shares it.
        Assert.Equal(29, new HashRing(Members(3), Layout, new OnePlace(), virtualNodes: 10).Collisions);
    }

    /// <summary>The points of a bad hash lie in clusters; then some node would be first for a multiple of its share.</summary>
    [Theory]
    [MemberData(nameof(HashesAndSizes))]
    public void First_choices_are_spread_as_well_as_a_random_ring_spreads_them(string hash, int nodes)
    {
        var layout = new PartitionLayout(512);
        var ring = new HashRing(Members(nodes), layout, RingHashes.Find(hash));
        var firsts = new int[nodes];
        for (var partition = 0; partition < layout.Count; partition++) firsts[ring.PreferenceOf(partition)[0]]++;
        var share = (double)layout.Count / nodes;
        Assert.InRange(firsts.Max(), share, share + 4 * Math.Sqrt(share) + 1);
    }

    [Theory]
    [InlineData("xxhash3")]
    [InlineData("fnv1a")]
    public void Leaving_node_leaves_the_order_of_the_others(string hash)
    {
        var before = new HashRing(Members(10), Layout, RingHashes.Find(hash));
        var leaver = before.Members[4].Node;
        var after = new HashRing(Members(10).Where(member => member.Node != leaver), Layout, RingHashes.Find(hash));
        for (var partition = 0; partition < Layout.Count; partition++)
        {
            Assert.Equal(before.PreferredNodes(partition, 10).Where(node => node != leaver), after.PreferredNodes(partition, 10));
        }
    }

    [Fact]
    public void Heavier_member_is_first_more_often()
    {
        var ring = new HashRing([new(new("a"), 1), new(new("b"), 8)], Layout);
        var first = Enumerable.Range(0, Layout.Count).Count(partition => ring.PreferredNodes(partition, 1)[0] == new NodeId("b"));
        Assert.InRange(first, 200, 250);
    }

    /// <summary>Nodes of one cluster must agree, whatever machine and release they run on: these lists may never change. Those of fnv1a were computed by another program.</summary>
    [Theory]
    [InlineData("xxhash3", "1 0 2 4 3,0 4 1 3 2,1 0 4 3 2,3 1 2 4 0")]
    [InlineData("fnv1a", "3 0 4 1 2,0 2 4 1 3,1 3 2 0 4,4 3 2 1 0")]
    public void Preferences_of_a_known_ring_are_golden(string hash, string expected)
    {
        var ring = new HashRing(Members(5), Layout, RingHashes.Find(hash));
        var lists = new[] { 0, 1, 100, 255 }.Select(partition => string.Join(' ', ring.PreferenceOf(partition).ToArray()));
        Assert.Equal(expected, string.Join(',', lists));
    }

    [Fact]
    public void Hash_names_are_those_of_the_configuration()
    {
        Assert.Equal("xxhash3", RingHashes.Default.Name);
        Assert.Equal("fnv1a", RingHashes.Find("fnv1a")!.Name);
        Assert.Null(RingHashes.Find("md5"));
    }

    [Fact]
    public void Fnv1a_gives_the_published_values()
    {
        Assert.Equal(0xcbf29ce484222325UL, RingHashes.Fnv1a.Hash([]));
        Assert.Equal(0xaf63dc4c8601ec8cUL, RingHashes.Fnv1a.Hash("a"u8));
        Assert.Equal(0x85944171f73967e8UL, RingHashes.Fnv1a.Hash("foobar"u8));
    }

    [Fact]
    public void Members_outside_the_limits_are_refused_with_what_is_allowed()
    {
        Refused("members = 0: must be 1 to 1024");
        Refused("member a is given twice", new RingMember(new("a")), new RingMember(new("a"), 2));
        Refused("weight of a = 0: must be 1 to 16", new RingMember(new("a"), 0));
        Refused("weight of a = 17: must be 1 to 16", new RingMember(new("a"), 17));
        Refused("a member has no identity", new RingMember(NodeId.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HashRing(Members(1), Layout, virtualNodes: 0));
    }

    private static void Refused(string reason, params RingMember[] members)
        => Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new HashRing(members, Layout)).Message);

    private static IEnumerable<RingMember> Members(int count) => Enumerable.Range(0, count).Select(i => new RingMember(new NodeId("node-" + i)));

    private sealed class OnePlace : IRingHash
    {
        public string Name => "one-place";

        public ulong Hash(ReadOnlySpan<byte> bytes) => 7;
    }
}
