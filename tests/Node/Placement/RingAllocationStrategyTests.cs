using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement;

public class RingAllocationStrategyTests : TestKit
{
    private readonly ConsistentHashMessageExtractor _ids = new(256);
    private readonly PlacementPlan _plan = new(new PartitionLayout(256));
    private readonly RingAllocationStrategy _strategy;

    public RingAllocationStrategyTests() => _strategy = new RingAllocationStrategy(_plan, _ids);

    [Fact]
    public async Task Lone_node_gets_every_shard_in_its_own_region()
    {
        _plan.Start(Nodes.Of(1));
        _plan.AdoptFor([Nodes.Of(1)]);
        var own = CreateTestProbe().Ref;
        for (var partition = 0; partition < 256; partition++)
            Assert.Equal(own, await _strategy.AllocateShard(ActorRefs.Nobody, _ids.IdOf(partition), Regions((own, []))));
    }

    [Fact]
    public async Task Shard_goes_to_the_region_of_its_primary()
    {
        var regions = Cluster(3);
        for (var partition = 0; partition < 256; partition++)
        {
            var primary = _plan.Current!.Map[partition].Owners.Primary;
            Assert.Equal(RegionOf(regions, primary), await _strategy.AllocateShard(ActorRefs.Nobody, _ids.IdOf(partition), Regions(regions)));
        }
    }

    [Fact]
    public async Task Shard_whose_primary_has_no_region_yet_goes_to_the_next_of_the_plan()
    {
        var regions = Cluster(3);
        var present = regions[..2];
        for (var partition = 0; partition < 256; partition++)
        {
            var expected = _plan.Current!.AddressesFor(partition).First(address => present.Any(region => AddressOf(region.Region) == address));
            Assert.Equal(expected, AddressOf(await _strategy.AllocateShard(ActorRefs.Nobody, _ids.IdOf(partition), Regions(present))));
        }
    }

    [Fact]
    public async Task Shard_goes_to_the_primary_that_was_chosen_whatever_the_plan_says()
    {
        var regions = Cluster(3);
        var chosen = regions[2].Node.Id;
        var directory = new FixedDirectory(Nodes.Of(1).Id, partition => partition % 2 == 0 ? chosen : NodeId.None);
        var strategy = new RingAllocationStrategy(_plan, _ids, directory);
        for (var partition = 0; partition < 256; partition++)
        {
            var expected = partition % 2 == 0 ? chosen : _plan.Current!.Map[partition].Owners.Primary;
            Assert.Equal(RegionOf(regions, expected), await strategy.AllocateShard(ActorRefs.Nobody, _ids.IdOf(partition), Regions(regions)));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("999")]
    public async Task Shard_that_is_none_of_ours_still_gets_a_region(string shard)
    {
        var regions = Cluster(2);
        Assert.NotNull(await _strategy.AllocateShard(ActorRefs.Nobody, shard, Regions(regions)));
    }

    [Fact]
    public async Task Strategy_asked_before_the_own_address_is_known_or_without_regions_still_answers()
    {
        var own = CreateTestProbe().Ref;
        Assert.Equal(own, await _strategy.AllocateShard(ActorRefs.Nobody, "0", Regions((own, []))));
        Assert.Equal(own, await _strategy.AllocateShard(own, "0", Regions()));
    }

    [Fact]
    public async Task Rebalance_of_a_lone_node_moves_nothing()
    {
        _plan.Start(Nodes.Of(1));
        _plan.AdoptFor([Nodes.Of(1)]);
        Assert.Empty(await _strategy.Rebalance(Regions((CreateTestProbe().Ref, Shards(0, 256))), ImmutableHashSet<string>.Empty));
    }

    [Fact]
    public async Task Rebalance_moves_what_lies_elsewhere_a_few_at_a_time()
    {
        var regions = Cluster(2);
        var current = Regions((regions[0].Region, Shards(0, 256)), (regions[1].Region, []));
        var inProgress = ImmutableHashSet<string>.Empty;

        var moved = await _strategy.Rebalance(current, inProgress);
        Assert.Equal(RingAllocationStrategy.MaxMoves, moved.Count);
        Assert.All(moved, shard => Assert.Equal(regions[1].Node.Id, _plan.Current!.Map[int.Parse(shard, System.Globalization.CultureInfo.InvariantCulture)].Owners.Primary));

        Assert.Empty(await _strategy.Rebalance(current, inProgress.Union(moved)));
    }

    [Fact]
    public async Task Rebalance_of_what_lies_right_moves_nothing()
    {
        var regions = Cluster(3);
        var current = Regions([.. regions.Select(region =>
            (region.Region, Enumerable.Range(0, 256).Where(partition => _plan.Current!.Map[partition].Owners.Primary == region.Node.Id).Select(_ids.IdOf).ToArray()))]);
        Assert.Empty(await _strategy.Rebalance(current, ImmutableHashSet<string>.Empty));
    }

    private (ClusterNode Node, IActorRef Region)[] Cluster(int count)
    {
        var nodes = Enumerable.Range(1, count).Select(number => Nodes.Of(number)).ToArray();
        _plan.Start(nodes[0]);
        _plan.AdoptFor(nodes, copies: 2);

        // The region beside the coordinator has an address of local scope, the others have their node's.
        var provider = ((ExtendedActorSystem)Sys).Provider;
        return [.. nodes.Select((node, index) => (node, index == 0
            ? CreateTestProbe().Ref
            : (IActorRef)new FarRef(ActorPath.Parse($"{node.Address}/system/sharding/partition"), provider)))];
    }

    private static IActorRef RegionOf((ClusterNode Node, IActorRef Region)[] regions, NodeId node) => regions.First(region => region.Node.Id == node).Region;

    private Address AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? _plan.Self!.Address : region.Path.Address;

    private string[] Shards(int first, int count) => [.. Enumerable.Range(first, count).Select(_ids.IdOf)];

    private static IImmutableDictionary<IActorRef, IImmutableList<string>> Regions((ClusterNode Node, IActorRef Region)[] regions) =>
        Regions([.. regions.Select(region => (region.Region, Array.Empty<string>()))]);

    private static IImmutableDictionary<IActorRef, IImmutableList<string>> Regions(params (IActorRef Region, string[] Shards)[] regions) =>
        regions.ToImmutableDictionary(region => region.Region, region => (IImmutableList<string>)[.. region.Shards]);

    private sealed class FarRef(ActorPath path, IActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path => path;

        public override IActorRefProvider Provider => provider;
    }
}
