using System.Collections.Immutable;
using AkkaCache.Client.Links;
using AkkaCache.Client.Requests;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Client.Routing;

/// <summary>What the client knows of the cluster at one moment, and the open links to it. Immutable.</summary>
/// <remarks>
/// A node answers a connection's requests in their order. One for a primary that was lost would wait at whoever forwards it until there is another, and with it everything
/// behind it, for whatever key. So for a while after a link was lost, requests for its node's partitions wait here, each in its lane.
/// </remarks>
internal sealed class ClusterPicture
{
    private readonly NodeLink?[] _ofPartition;
    private readonly ImmutableDictionary<NodeId, long> _awaitedUntil;

    private ClusterPicture(ClientMap? map, ImmutableArray<NodeLink> open, ImmutableDictionary<NodeId, long> awaitedUntil)
    {
        Map = map;
        Open = open;
        _awaitedUntil = awaitedUntil;
        TellsChanges = open.All(link => link.TellsChanges);
        _ofPartition = new NodeLink?[map?.Partitions.Layout.Count ?? 0];
        for (var i = 0; i < _ofPartition.Length; i++)
        {
            var primary = map!.Partitions[i].Owners.Primary;
            _ofPartition[i] = primary.IsNone ? null : open.FirstOrDefault(link => link.Node == primary);
        }
    }

    public static ClusterPicture Empty { get; } = new(null, [], ImmutableDictionary<NodeId, long>.Empty);

    /// <summary>Null before the first was told.</summary>
    public ClientMap? Map { get; }

    public ImmutableArray<NodeLink> Open { get; }

    /// <summary>Every node that there is a link to tells of keys that change, so reads that want that may go to any.</summary>
    public bool TellsChanges { get; }

    public ClusterPicture With(NodeLink opened) => new(Map, Open.Add(opened), _awaitedUntil.Remove(opened.Node));

    /// <summary>The same without a link, if it was open.</summary>
    /// <param name="awaitedUntil">Until then its node, or another primary in its place, is waited for.</param>
    public ClusterPicture Without(NodeLink closed, long awaitedUntil) =>
        Open.Contains(closed) ? new ClusterPicture(Map, Open.Remove(closed), _awaitedUntil.SetItem(closed.Node, awaitedUntil)) : this;

    internal ClusterPicture Awaiting(NodeId node, long until) => new(Map, Open, _awaitedUntil.SetItem(node, until));

    /// <summary>
    /// Takes what a node told. Of each partition the highest epoch counts, since nodes hear at different times; the nodes are those of the latest map. Where that does not
    /// know a node's doors yet, because the two have not introduced themselves, what another told of them stays.
    /// </summary>
    public ClusterPicture With(ClientMap told)
    {
        if (Map is null) return new ClusterPicture(told, Open, _awaitedUntil);
        var nodes = told.Partitions.Nodes.ToHashSet();
        var states = new PartitionState[told.Partitions.Layout.Count];
        for (var i = 0; i < states.Length; i++)
        {
            var (known, news) = (Map.Partitions[i], told.Partitions[i]);
            // A primary that is no node any more is history, whatever its epoch: the whole cluster may have begun anew.
            var isNews = !nodes.Contains(known.Owners.Primary) || (news.Epoch >= known.Epoch && !news.Owners.Primary.IsNone);
            var state = isNews ? news : known;
            states[i] = state with { Owners = new PartitionOwners(state.Owners.Primary, [.. state.Owners.Backups.Where(nodes.Contains)]) };
        }
        var map = new PartitionMap(told.Partitions.Version, told.Partitions.Layout, told.Partitions.Nodes, [.. states]);
        return new ClusterPicture(new ClientMap(map, [.. told.Nodes.Select(WithKnownDoors)]), Open, _awaitedUntil.RemoveRange(_awaitedUntil.Keys.Where(node => !nodes.Contains(node))));
    }

    private ClientMapNode WithKnownDoors(ClientMapNode told) =>
        !told.HasDoors && Map!.Nodes.FirstOrDefault(node => node.Id == told.Id) is { HasDoors: true } known ? known with { Health = told.Health } : told;

    /// <summary>Whether the partition's primary was lost so lately that it, or another, is waited for.</summary>
    public bool IsAwaited(int partition, long now) =>
        partition < _ofPartition.Length && _awaitedUntil.TryGetValue(Map!.Partitions[partition].Owners.Primary, out var until) && now < until;

    /// <summary>The link to the primary; while there is none, and none is awaited, to anybody, who forwards the request.</summary>
    public NodeLink? LinkFor(Request request, TimeProvider time)
    {
        if (request.Pinned is { } pinned) return pinned.IsOpen ? pinned : null;
        var partition = request.Partition;
        if (partition < _ofPartition.Length && _ofPartition[partition] is { IsOpen: true } owner && owner != request.Avoid) return owner;
        if (request.Avoid is null && !_awaitedUntil.IsEmpty && IsAwaited(partition, time.GetTimestamp())) return null;
        NodeLink? last = null;
        for (var i = 0; i < Open.Length; i++)
        {
            var link = Open[(partition + i) % Open.Length];
            if (!link.IsOpen) continue;
            if (link != request.Avoid) return link;
            last = link;
        }
        return last;
    }
}
