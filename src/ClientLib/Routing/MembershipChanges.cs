using AkkaCache.Client.Requests;

namespace AkkaCache.Client.Routing;

/// <summary>Nodes added to a cluster and taken out of it, each told by a client of its own: the one that asks stays connected to the others.</summary>
internal sealed class MembershipChanges(ClusterAdmin cluster, CacheClientOptions options)
{
    /// <summary>How often the map is looked at: it comes by itself.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    public async ValueTask<CacheNode> AddAsync(NodeAddress address, CancellationToken token)
    {
        if (Find(address) is { } known) throw new CacheException(CacheErrorCode.InvalidConfiguration, $"{address}: is node {known.Id} of this cluster already");
        var member = cluster.Nodes.FirstOrDefault(node => node.IsConnected) ?? throw new CacheException(CacheErrorCode.NoNodesAvailable, "there is no session with any node of the cluster");
        await using (var guest = await ConnectAsync(address, token).ConfigureAwait(false))
        {
            var (host, port) = AkkaAddressOf(member);
            var request = Pinned(guest, address);
            request.Commands.Begin(4).Add("CLUSTER"u8).Add("MEET"u8).Add((CacheKey)host).Add((CacheKey)port);
            await guest.Router.Send(request, "CLUSTER MEET", token).ConfigureAwait(false);
        }
        while (true)
        {
            if (Find(address) is { IsConnected: true } added) return added;
            await Task.Delay(Pace, options.TimeProvider, token).ConfigureAwait(false);
        }
    }

    public async ValueTask RemoveAsync(string nodeId, CancellationToken token)
    {
        var node = cluster.Nodes.FirstOrDefault(node => node.Id == nodeId) ?? throw new CacheException(CacheErrorCode.InvalidConfiguration, $"node {nodeId}: there is none in this cluster");
        if (cluster.Nodes.Count == 1) throw new CacheException(CacheErrorCode.InvalidConfiguration, $"node {nodeId}: the only one of its cluster, whose keys would be lost");
        var address = node.Address ?? throw new CacheException(CacheErrorCode.NodeUnhealthy, $"node {nodeId}: its client door is closed");
        await using (var guest = await ConnectAsync(address, token).ConfigureAwait(false))
        {
            var request = Pinned(guest, address);
            request.Commands.Begin(1).Add("SHUTDOWN"u8);

            // It has no reply: the guest goes, and the map tells when the node has gone.
            _ = guest.Router.Send(request, "SHUTDOWN", CancellationToken.None).AsTask().ContinueWith(static end => end.Exception, TaskContinuationOptions.OnlyOnFaulted);
        }
        while (cluster.Nodes.Any(other => other.Id == nodeId)) await Task.Delay(Pace, options.TimeProvider, token).ConfigureAwait(false);
    }

    private CacheNode? Find(NodeAddress address) => cluster.Nodes.FirstOrDefault(node => node.Address == address);

    private Task<CacheClient> ConnectAsync(NodeAddress address, CancellationToken token) => CacheClient.ConnectAsync(options with { Nodes = [address], NearCache = null }, token);

    private static Request<RespValue> Pinned(CacheClient guest, NodeAddress address)
    {
        var request = Request<RespValue>.Rent(RequestKind.Write, Maps.Any);
        request.Pinned = guest.Router.Picture.Open.FirstOrDefault(link => link.Address == address) ?? throw new CacheException(CacheErrorCode.NodeUnhealthy, $"{address}: was lost");
        return request;
    }

    /// <summary>A node's id begins with the address of its Akka door.</summary>
    private static (string Host, string Port) AkkaAddressOf(CacheNode node)
    {
        var address = node.Id[..node.Id.LastIndexOf('/')];
        var colon = address.LastIndexOf(':');
        return (address[..colon], address[(colon + 1)..]);
    }
}
