using Akka.Actor;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement;

public class PlacementPlanTests
{
    private readonly PlacementPlan _plan = new(new PartitionLayout(256));

    [Fact]
    public void Node_without_a_plan_holds_nothing()
    {
        _plan.Start(Nodes.Of(1));
        _plan.MembersChanged([Nodes.Of(1)]);
        Assert.Null(_plan.Current);
        Assert.False(_plan.IsHere(0));
    }

    [Fact]
    public void Lone_node_is_primary_of_everything()
    {
        var self = Nodes.Of(1);
        _plan.Start(self);
        _plan.AdoptFor([self]);
        Assert.All(Enumerable.Range(0, 256), partition => Assert.True(_plan.IsHere(partition)));
        Assert.All(_plan.Current!.Map.Partitions, state => Assert.Equal(self.Id, state.Owners.Primary));
    }

    [Fact]
    public void Plan_is_told_when_it_is_in_force()
    {
        var seen = new List<(Plan Told, Plan Current)>();
        _plan.PlanChanged += plan => seen.Add((plan, _plan.Current!.Plan));
        var first = _plan.AdoptFor([Nodes.Of(1)]);
        var second = _plan.AdoptFor([Nodes.Of(1), Nodes.Of(2)]);
        Assert.Equal([(first, first), (second, second)], seen);
    }

    [Fact]
    public void Members_share_the_partitions_by_weight()
    {
        ClusterNode[] nodes = [Nodes.Of(1), Nodes.Of(2), Nodes.Of(3, weight: 2)];
        _plan.Start(nodes[0]);
        _plan.AdoptFor(nodes);

        var counts = nodes.Select(node => _plan.Current!.Map.Partitions.Count(state => state.Owners.Primary == node.Id)).ToArray();
        Assert.Equal([64, 64, 128], counts);
    }

    [Fact]
    public void Map_versions_grow_and_epochs_stay_with_their_partitions()
    {
        _plan.Start(Nodes.Of(1));
        _plan.AdoptFor([Nodes.Of(1)]);
        var version = _plan.Current!.Map.Version;
        _plan.Opened(7, 3);
        Assert.True(_plan.Current.Map.Version > version);
        Assert.Equal(3, _plan.Current.Map[7].Epoch);

        version = _plan.Current.Map.Version;
        _plan.AdoptFor([Nodes.Of(1), Nodes.Of(2)]);
        Assert.True(_plan.Current.Map.Version > version);
        Assert.Equal(3, _plan.Current.Map[7].Epoch);
    }

    [Fact]
    public void Epoch_known_before_the_plan_is_not_lost()
    {
        _plan.Opened(7, 3);
        _plan.AdoptFor([Nodes.Of(1)]);
        Assert.Equal(3, _plan.Current!.Map[7].Epoch);
    }

    [Fact]
    public void Addresses_for_a_partition_begin_with_its_owners_and_leave_out_who_is_no_member()
    {
        ClusterNode[] nodes = [.. Enumerable.Range(1, 5).Select(number => Nodes.Of(number))];
        _plan.AdoptFor(nodes, copies: 2);
        _plan.MembersChanged(nodes[..4]);
        for (var partition = 0; partition < 256; partition++)
        {
            var owners = _plan.Current!.Map[partition].Owners;
            var expected = owners.Backups.Prepend(owners.Primary).Where(node => node != nodes[4].Id).Select(node => _plan.Current.AddressOf(node)!);
            var addresses = _plan.Current.AddressesFor(partition).ToArray();
            Assert.Equal(expected, addresses.Take(expected.Count()));
            Assert.Equal(nodes[..4].Select(node => node.Address).ToHashSet(), addresses.ToHashSet());
            Assert.Equal(4, addresses.Length);
        }
    }
}

internal static class Nodes
{
    private const int Partitions = 256;

    public static ClusterNode Of(int number, int weight = 1)
    {
        var address = new Address("akka.tcp", "akkacache", $"host{number}", 4053);
        return new ClusterNode(new NodeId($"host{number}:4053/{number:x8}"), address, weight);
    }

    /// <summary>Makes the members known and puts the next plan for them in force.</summary>
    public static Plan AdoptFor(this PlacementPlan plan, ClusterNode[] nodes, int copies = 1, int partitions = Partitions)
    {
        var next = new Planner(new PartitionLayout(partitions), RingHashes.XxHash3, 150, copies).Next(plan.Current?.Plan, nodes, nodes[0].Id);
        plan.MembersChanged(nodes);
        plan.Adopt(next);
        return next;
    }
}
