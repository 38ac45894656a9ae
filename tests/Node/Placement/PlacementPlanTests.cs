using Akka.Actor;
using AkkaCache.Node.Placement;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement;

public class PlacementPlanTests
{
    private readonly PlacementPlan _plan = new(new PartitionLayout(256), RingHashes.XxHash3, 150);

    [Fact]
    public void Lone_node_is_primary_of_everything()
    {
        var self = Nodes.Of(1);
        _plan.Start(self);
        Assert.All(Enumerable.Range(0, 256), partition => Assert.True(_plan.IsHere(partition)));
        Assert.All(_plan.Current!.Map.Partitions, state => Assert.Equal(self.Id, state.Owners.Primary));
    }

    [Fact]
    public void Members_share_the_partitions_by_weight_and_every_node_knows_the_same_owners()
    {
        ClusterNode[] nodes = [Nodes.Of(1), Nodes.Of(2), Nodes.Of(3, weight: 2)];
        var other = new PlacementPlan(new PartitionLayout(256), RingHashes.XxHash3, 150);
        _plan.Start(nodes[0]);
        other.Start(nodes[2]);

        _plan.MembersChanged(nodes);
        other.MembersChanged([.. nodes.Reverse()]);

        var counts = nodes.Select(node => _plan.Current!.Map.Partitions.Count(state => state.Owners.Primary == node.Id)).ToArray();
        Assert.Equal([64, 64, 128], counts);
        for (var partition = 0; partition < 256; partition++)
            Assert.Equal(_plan.Current!.Map[partition].Owners.Primary, other.Current!.Map[partition].Owners.Primary);
    }

    [Fact]
    public void Map_versions_grow_and_epochs_stay_with_their_partitions()
    {
        _plan.Start(Nodes.Of(1));
        var version = _plan.Current!.Map.Version;
        _plan.Opened(7, 3);
        Assert.True(_plan.Current.Map.Version > version);
        Assert.Equal(3, _plan.Current.Map[7].Epoch);

        version = _plan.Current.Map.Version;
        _plan.MembersChanged([Nodes.Of(1), Nodes.Of(2)]);
        Assert.True(_plan.Current.Map.Version > version);
        Assert.Equal(3, _plan.Current.Map[7].Epoch);
    }

    [Fact]
    public void Epoch_known_before_the_own_address_is_not_lost()
    {
        _plan.Opened(7, 3);
        _plan.Start(Nodes.Of(1));
        _plan.MembersChanged([Nodes.Of(1)]);
        Assert.Equal(3, _plan.Current!.Map[7].Epoch);
    }

    [Fact]
    public void Last_view_stays_when_nobody_is_left()
    {
        _plan.Start(Nodes.Of(1));
        _plan.MembersChanged([]);
        Assert.True(_plan.IsHere(0));
    }
}

internal static class Nodes
{
    public static ClusterNode Of(int number, int weight = 1)
    {
        var address = new Address("akka.tcp", "akkacache", $"host{number}", 4053);
        return new ClusterNode(new NodeId($"host{number}:4053/{number:x8}"), address, weight);
    }
}
