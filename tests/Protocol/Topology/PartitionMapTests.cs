using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Protocol.Tests.Topology;

public class PartitionMapTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");
    private static readonly PartitionLayout Layout = new(16);

    [Fact]
    public void Lone_node_is_primary_of_every_key()
    {
        var map = PartitionMap.OfLoneNode(A, Layout);
        Assert.Equal(1, map.Version);
        Assert.All(map.Partitions, state => Assert.Equal(new PartitionState(1, new PartitionOwners(A, [])), state));
        Assert.Equal(A, map.PrimaryOf("any"u8));
    }

    [Fact]
    public void Look_up_of_a_key_allocates_nothing()
    {
        var map = PartitionMap.OfLoneNode(A, Layout);
        var key = "user:1234567890:profile"u8.ToArray();
        Assert.Equal(0, Allocated.By(1000, i =>
        {
            key[5] = (byte)i;
            if (map.PrimaryOf(key) != A) throw new InvalidOperationException();
        }));
    }

    [Fact]
    public void Change_of_one_partition_makes_the_next_version_and_leaves_the_old_map_alone()
    {
        var before = new PartitionMap(5, Layout, [A, B], PartitionMap.OfLoneNode(A, Layout).Partitions);
        var partition = Layout.OfKey("foo"u8);
        var after = before.With(partition, new PartitionState(2, new PartitionOwners(B, [A])));
        Assert.Equal((5, A), (before.Version, before.PrimaryOf("foo"u8)));
        Assert.Equal((6, B), (after.Version, after.PrimaryOf("foo"u8)));
        Assert.Equal(2, after[partition].Epoch);
    }

    [Fact]
    public void Owner_that_is_no_node_is_refused()
        => Assert.Throws<ArgumentException>(() => PartitionMap.OfLoneNode(A, Layout).With(0, new PartitionState(2, new PartitionOwners(A, [B]))));

    [Fact]
    public void Wrong_number_of_partitions_is_refused()
        => Assert.Throws<ArgumentException>(() => new PartitionMap(1, Layout, [A], []));

    [Fact]
    public void Owners_are_equal_by_value()
    {
        ImmutableArray<NodeId> backups = [B];
        Assert.Equal(new PartitionOwners(A, backups), new PartitionOwners(A, [B]));
        Assert.NotEqual(new PartitionOwners(A, []), new PartitionOwners(A, [B]));
        Assert.Equal(default, new PartitionOwners(NodeId.None, []));
        Assert.Equal(new PartitionOwners(A, backups).GetHashCode(), new PartitionOwners(A, [B]).GetHashCode());
    }

    [Fact]
    public void Owners_hold_what_their_nodes_hold()
    {
        var owners = new PartitionOwners(A, [B]);
        Assert.Equal((true, true, false, false), (owners.Holds(A), owners.Holds(B), owners.Holds(new NodeId("c")), owners.Holds(NodeId.None)));
        Assert.Equal((2, 0), (owners.Copies, default(PartitionOwners).Copies));
        Assert.False(default(PartitionOwners).Holds(NodeId.None));
    }

    [Fact]
    public void Node_identity_is_compared_by_ordinal()
    {
        Assert.True(new NodeId("a") == A);
        Assert.True(new NodeId("Z").CompareTo(A) < 0);
        Assert.True(NodeId.None.CompareTo(A) < 0);
        Assert.True(NodeId.None.IsNone);
        Assert.Equal("(none)", NodeId.None.ToString());
        Assert.Throws<ArgumentException>(() => new NodeId(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NodeId(new string('x', NodeId.MaxLength + 1)));
    }
}
