using System.Collections.Concurrent;
using AkkaCache.Client.Links;
using AkkaCache.Client.Telemetry;
using AkkaCache.Protocol.Frames;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Routing;

/// <summary>Keeps a link to every place where the client's network wants one.</summary>
internal sealed class LinkKeeper(CacheClientOptions options, ILogger log) : IDisposable
{
    /// <summary>Pause before the first further attempt; each failure doubles it.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>Pauses double up to here.</summary>
    private const int Doublings = 5;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<UInt128, NodeLink> _links = new();
    private readonly Dictionary<LinkPlace, Attempts> _places = [];
    private LinkSurroundings? _surroundings;
    private bool _isDisposed;

    /// <summary>What new links are given; once, before anything else.</summary>
    public void Start(LinkSurroundings surroundings) => _surroundings = surroundings;

    /// <summary>Gives a frame to its link. On the thread that read it.</summary>
    public void Received(byte[] bytes)
    {
        if (!ClientFrame.TryRead(bytes, out var frame) || !_links.TryGetValue(frame.Session, out var link)) return;
        try
        {
            link.Received(frame);
        }
        catch (Exception e)
        {
            // The thread belongs to others. The link is of no use when its stream cannot be read.
            ClientLog.FrameFailed(log, link.Address.ToString(), e);
            link.End(new LinkEnd(null, e.Message));
        }
    }

    /// <summary>The connection to some places broke.</summary>
    public void Disconnected(Func<LinkPlace, bool> isLost)
    {
        foreach (var (_, link) in _links)
        {
            // A link that is only opening may be the one after.
            if (!link.Node.IsNone && isLost(link.Place)) link.End(new LinkEnd(null, "its connection broke"));
        }
    }

    /// <summary>Begins links that there should be. Those to nodes that are no more end when they do; those that lead to another for their sake end when they are idle.</summary>
    public void Refresh(ClusterPicture picture)
    {
        var wanted = _surroundings!.Network.PlacesIn(picture).ToHashSet();
        var (started, needless) = (new List<NodeLink>(), new List<NodeLink>());
        lock (_lock)
        {
            if (_isDisposed) return;
            var now = options.TimeProvider.GetTimestamp();
            foreach (var place in wanted)
            {
                if (!_places.TryGetValue(place, out var attempts)) _places[place] = attempts = new Attempts();
                if (attempts.Link is { IsClosed: false } || now < attempts.NextAt) continue;
                attempts.Link = new NodeLink(place, _surroundings);
                _links[attempts.Link.Session] = attempts.Link;
                started.Add(attempts.Link);
            }
            foreach (var (place, attempts) in _places.Where(known => !wanted.Contains(known.Key)).ToList())
            {
                if (attempts.Link is not { IsClosed: false } link) _places.Remove(place);
                else if (!place.For.IsNone) needless.Add(link);
            }
        }
        foreach (var link in started) link.Start();
        foreach (var link in needless) link.Leave();
    }

    /// <summary>A link has ended; another is begun after a pause.</summary>
    public void Ended(NodeLink link, ClusterPicture picture)
    {
        _links.TryRemove(link.Session, out _);
        lock (_lock)
        {
            if (!_places.TryGetValue(link.Place, out var attempts) || attempts.Link != link) return;
            attempts.Failures = link.Node.IsNone ? attempts.Failures + 1 : 0;
            var pause = Math.Min(FirstPause.Ticks << Math.Min(attempts.Failures, Doublings), LongestPause.Ticks);
            attempts.NextAt = options.TimeProvider.GetTimestamp() + (long)(TimeSpan.FromTicks(pause).TotalSeconds * options.TimeProvider.TimestampFrequency);
        }
    }

    /// <summary>A node is there now that was not: links that are being opened need not wait for their next attempt.</summary>
    public void TryAtOnce()
    {
        foreach (var (_, link) in _links) link.TryAtOnce();
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

    /// <summary>The link to a place, and when the next may begin.</summary>
    private sealed class Attempts
    {
        public NodeLink? Link { get; set; }

        public int Failures { get; set; }

        public long NextAt { get; set; }
    }
}
