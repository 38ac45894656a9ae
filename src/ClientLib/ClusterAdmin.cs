using AkkaCache.Client.Links;
using AkkaCache.Client.Requests;
using AkkaCache.Client.Routing;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client;

/// <summary>The cluster as this client knows it: nodes, health, who serves what; and what each node tells of itself.</summary>
public sealed class ClusterAdmin
{
    private readonly RequestRouter _router;
    private readonly MembershipChanges _changes;

    internal ClusterAdmin(RequestRouter router, CacheClientOptions options)
    {
        _router = router;
        _changes = new MembershipChanges(this, options);
    }

    /// <summary>The nodes, as they were last told. Asks nobody.</summary>
    public IReadOnlyList<CacheNode> Nodes
    {
        get
        {
            var picture = _router.Picture;
            if (picture.Map is not { } map) return [];
            var primaries = map.Partitions.Partitions.GroupBy(state => state.Owners.Primary).ToDictionary(group => group.Key, group => group.Count());
            return [.. map.Nodes.Select(node => Describe(node, primaries.GetValueOrDefault(node.Id), picture))];
        }
    }

    /// <summary>Number of partitions; fixed for the life of a cluster.</summary>
    public int PartitionCount => _router.Picture.Map?.Partitions.Layout.Count ?? 0;

    /// <summary>The partitions in their order: the node that serves each, and those that hold copies. Asks nobody.</summary>
    public IReadOnlyList<CachePartition> Partitions =>
        _router.Picture.Map is not { } map ? [] : [.. map.Partitions.Partitions.Select((state, index) => new CachePartition(
            index, state.Epoch, state.Owners.Primary.IsNone ? null : state.Owners.Primary.Value, [.. state.Owners.Backups.Select(backup => backup.Value)]))];

    /// <summary>The partition that a key lies in.</summary>
    public int PartitionOf(CacheKey key)
    {
        var bytes = new byte[key.ByteCount];
        key.CopyTo(bytes);
        return _router.Layout.OfKey(bytes);
    }

    /// <summary>Sections of a node's INFO as fields. With no section, those that INFO shows by itself.</summary>
    /// <exception cref="CacheException">There is no session with the node.</exception>
    public async ValueTask<IReadOnlyDictionary<string, string>> InfoAsync(string nodeId, string? section = null, CancellationToken cancellationToken = default)
    {
        var link = Sessions.FirstOrDefault(link => link.Node.Value == nodeId) ?? throw new CacheException(CacheErrorCode.NodeUnhealthy, $"node {nodeId}: there is no session with it");
        return await InfoAsync(link, section, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counters of all nodes that this client has sessions with, summed: those of INFO stats.</summary>
    public async ValueTask<IReadOnlyDictionary<string, long>> MetricsAsync(CancellationToken cancellationToken = default)
    {
        var sums = new Dictionary<string, long>();
        foreach (var link in Sessions)
        {
            foreach (var (name, text) in await InfoAsync(link, "stats", cancellationToken).ConfigureAwait(false))
            {
                if (long.TryParse(text, out var value)) sums[name] = sums.GetValueOrDefault(name) + value;
            }
        }
        return sums;
    }

    /// <summary>Tells a node that runs alone and holds no keys to join this cluster. Returns when it is a member that this client is connected to; partitions move to it from then on.</summary>
    /// <param name="address">Of its client door. It takes the user and password of this client's options.</param>
    /// <param name="cancellationToken">How long it is waited for: joining takes seconds. It goes on when the wait is cancelled.</param>
    /// <exception cref="CacheException">The node is a member already, has others beside it, holds keys, or cannot be reached.</exception>
    public ValueTask<CacheNode> AddNodeAsync(NodeAddress address, CancellationToken cancellationToken = default) => _changes.AddAsync(address, cancellationToken);

    /// <summary>Tells a node to leave: it hands its partitions over, then it ends. Returns when it is a member no more.</summary>
    /// <param name="nodeId">One of <see cref="Nodes"/>, not the only one.</param>
    /// <param name="cancellationToken">How long it is waited for. It goes on when the wait is cancelled.</param>
    /// <exception cref="CacheException">There is no such node, it is the only one, or it cannot be reached.</exception>
    public ValueTask RemoveNodeAsync(string nodeId, CancellationToken cancellationToken = default) => _changes.RemoveAsync(nodeId, cancellationToken);

    /// <summary>Those that end at the node whose partitions they are for.</summary>
    private IEnumerable<NodeLink> Sessions => _router.Picture.Open.Where(link => link.Place.For.IsNone);

    private async ValueTask<IReadOnlyDictionary<string, string>> InfoAsync(NodeLink link, string? section, CancellationToken token)
    {
        var request = Request<string>.Rent(RequestKind.Read, Maps.Text);
        request.Pinned = link;
        request.Commands.Begin(section is null ? 1 : 2).Add("INFO"u8);
        if (section is not null) request.Commands.Add((CacheKey)section);
        var text = await _router.Send(request, "INFO", token).ConfigureAwait(false);
        var fields = new Dictionary<string, string>();
        foreach (var line in text.Split("\r\n"))
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[0] != '#') fields[line[..colon]] = line[(colon + 1)..];
        }
        return fields;
    }

    private static CacheNode Describe(ClientMapNode node, int primaries, ClusterPicture picture) => new()
    {
        Id = node.Id.Value,
        Name = node.Name,
        Address = node.ClientPort > 0 && node.Host.Length > 0 ? new NodeAddress(node.Host, node.ClientPort) : default(NodeAddress?),
        Health = node.Health switch
        {
            ClientMapHealth.Healthy => NodeHealth.Healthy,
            ClientMapHealth.Degraded => NodeHealth.Degraded,
            _ => NodeHealth.Unhealthy,
        },
        IsConnected = picture.Open.Any(link => link.Node == node.Id && link.IsOpen),
        Primaries = primaries,
    };
}
