using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Remote;
using AkkaCache.Client.Links;
using AkkaCache.Client.Telemetry;
using AkkaCache.Protocol.Frames;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Routing;

/// <summary>Keeps a link to every node of the cluster, and to the given addresses while no node is reached.</summary>
internal sealed class LinkKeeper(CacheClientOptions options, ILogger log) : IDisposable
{
    /// <summary>Pause before the first further attempt; each failure doubles it.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>Pauses double up to here.</summary>
    private const int Doublings = 5;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<UInt128, NodeLink> _links = new();
    private readonly Dictionary<NodeAddress, Place> _places = [];
    private LinkSurroundings? _surroundings;
    private bool _isDisposed;

    /// <summary>How the client's system is used; once, before anything else.</summary>
    public void Start(LinkSurroundings surroundings) => _surroundings = surroundings;

    /// <summary>Gives a frame to its link. On the thread that read it.</summary>
    public void Received(byte[] bytes, IActorRef sender)
    {
        if (!ClientFrame.TryRead(bytes, out var frame) || !_links.TryGetValue(frame.Session, out var link)) return;
        try
        {
            link.Received(frame);
        }
        catch (Exception e)
        {
            // The thread belongs to Akka. The link is of no use when its stream cannot be read.
            ClientLog.FrameFailed(log, link.Address.ToString(), e);
            link.End(new LinkEnd(null, e.Message));
        }
    }

    /// <summary>The connection to a node broke.</summary>
    public void Disconnected(Address address)
    {
        foreach (var (_, link) in _links)
        {
            // A link that is only opening may be the one after.
            if (!link.Node.IsNone && _surroundings!.AddressOf(link.Address) == address) link.End(new LinkEnd(null, "its connection broke"));
        }
    }

    /// <summary>Begins links that there should be. Those to nodes that are no more end when they do.</summary>
    public void Refresh(ClusterPicture picture)
    {
        var wanted = WantedOf(picture);
        var started = new List<NodeLink>();
        lock (_lock)
        {
            if (_isDisposed) return;
            var now = options.TimeProvider.GetTimestamp();
            foreach (var address in wanted)
            {
                if (!_places.TryGetValue(address, out var place)) _places[address] = place = new Place();
                if (place.Link is { IsClosed: false } || now < place.NextAt) continue;
                place.Link = new NodeLink(address, _surroundings!);
                _links[place.Link.Session] = place.Link;
                started.Add(place.Link);
            }
            foreach (var gone in _places.Keys.Where(address => !wanted.Contains(address) && _places[address].Link is not { IsClosed: false }).ToList()) _places.Remove(gone);
        }
        foreach (var link in started) link.Start();
    }

    /// <summary>A link has ended; another is begun after a pause.</summary>
    public void Ended(NodeLink link, ClusterPicture picture)
    {
        _links.TryRemove(link.Session, out _);
        lock (_lock)
        {
            if (!_places.TryGetValue(link.Address, out var place) || place.Link != link) return;
            place.Failures = link.Node.IsNone ? place.Failures + 1 : 0;
            var pause = Math.Min(FirstPause.Ticks << Math.Min(place.Failures, Doublings), LongestPause.Ticks);
            place.NextAt = options.TimeProvider.GetTimestamp() + (long)(TimeSpan.FromTicks(pause).TotalSeconds * options.TimeProvider.TimestampFrequency);
        }
    }

    public void LookAtTime(ClusterPicture picture)
    {
        foreach (var (_, link) in _links) link.LookAtTime();
        Refresh(picture);
    }

    public void Dispose()
    {
        lock (_lock) _isDisposed = true;
        foreach (var (_, link) in _links) link.Close("the client is disposed");
    }

    private HashSet<NodeAddress> WantedOf(ClusterPicture picture)
    {
        var wanted = new HashSet<NodeAddress>();
        if (picture.Map is { } map)
        {
            foreach (var node in map.Nodes)
            {
                if (node.ClientPort > 0 && node.Host.Length > 0 && node.Health != ClientMapHealth.Unhealthy) wanted.Add(new NodeAddress(node.Host, node.ClientPort));
            }
        }
        if (picture.Open.IsEmpty) wanted.UnionWith(options.Nodes);
        return wanted;
    }

    /// <summary>An address, the link to it, and when the next may begin.</summary>
    private sealed class Place
    {
        public NodeLink? Link { get; set; }

        public int Failures { get; set; }

        public long NextAt { get; set; }
    }
}

/// <summary>Hears from Akka that the connection to a node is gone, so that its requests need not wait for its silence.</summary>
internal sealed class LostNodes : ReceiveActor
{
    public LostNodes(Action<Address> lost)
    {
        Receive<DisassociatedEvent>(gone => lost(gone.RemoteAddress));
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
}
