using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Placement;

/// <summary>Answers the shard coordinator with the partition's primary: the one that was chosen, else the one of the plan, else the next node of the plan.</summary>
/// <remarks>
/// Only regions that are registered can be answered; the coordinator throws on anything else and on null. The coordinator's own region has an
/// address of local scope, which stands for this node.
/// </remarks>
public sealed class RingAllocationStrategy : IShardAllocationStrategy
{
    /// <summary>
    /// Partitions on the move at a time: each is closed from the old region's stop to the new one's start, so a few at once keep
    /// nearly all of the data in service while a node joins.
    /// </summary>
    internal const int MaxMoves = 8;

    private readonly PlacementPlan _plan;
    private readonly ConsistentHashMessageExtractor _ids;
    private readonly IPartitionDirectory? _directory;

    /// <param name="directory">Who was chosen; null while nobody is chosen at all.</param>
    public RingAllocationStrategy(PlacementPlan plan, ConsistentHashMessageExtractor ids, IPartitionDirectory? directory = null)
    {
        _plan = plan;
        _ids = ids;
        _directory = directory;
    }

    public Task<IActorRef> AllocateShard(IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        Task.FromResult(Best(shardId, currentShardAllocations.Keys) ?? Fewest(currentShardAllocations) ?? requester);

    public Task<IImmutableSet<string>> Rebalance(IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var moves = ImmutableHashSet.CreateBuilder<string>();
        var room = MaxMoves - rebalanceInProgress.Count;
        if (currentShardAllocations.Count > 1)
        {
            foreach (var (region, shards) in currentShardAllocations)
            {
                foreach (var shard in shards)
                {
                    if (moves.Count >= room) return Task.FromResult<IImmutableSet<string>>(moves.ToImmutable());
                    if (rebalanceInProgress.Contains(shard)) continue;
                    if (Best(shard, currentShardAllocations.Keys) is { } best && !best.Equals(region)) moves.Add(shard);
                }
            }
        }
        return Task.FromResult<IImmutableSet<string>>(moves.ToImmutable());
    }

    private IActorRef? Best(string shardId, IEnumerable<IActorRef> regions)
    {
        if (_plan.Current is not { } view || !_ids.TryParse(shardId, out var partition)) return null;
        var byAddress = new Dictionary<Address, IActorRef>();
        foreach (var region in regions) byAddress[AddressOf(region)] = region;
        if (_directory?.PrimaryOf(partition) is { IsNone: false } chosen && view.AddressOf(chosen) is { } there && byAddress.TryGetValue(there, out var its)) return its;
        foreach (var address in view.AddressesFor(partition))
        {
            if (byAddress.TryGetValue(address, out var region)) return region;
        }
        return null;
    }

    private Address AddressOf(IActorRef region)
    {
        var address = region.Path.Address;
        return address.HasLocalScope && _plan.OwnAddress is { } own ? own : address;
    }

    private static IActorRef? Fewest(IImmutableDictionary<IActorRef, IImmutableList<string>> current) =>
        current.Count == 0 ? null : current.OrderBy(region => region.Value.Count).ThenBy(region => region.Key.Path.ToString(), StringComparer.Ordinal).First().Key;
}
