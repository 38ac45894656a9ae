using System.Collections.Concurrent;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Sends messages to other nodes and receives theirs, over one link for each. A link is made when something is first sent to a node, or by it.</summary>
/// <remarks>Until it is opened (<see cref="Open"/>) every message is refused. Thread-safe.</remarks>
public sealed class PeerLinks(TimeProvider time, ILogger<PeerLinks> log, ClusterCounters? counters = null) : IPeerSender, IDisposable
{
    private readonly ConcurrentDictionary<NodeId, PeerLink> _links = new();
    private readonly Lock _lock = new();
    private readonly ForgottenNodes _forgotten = new();
    private PeerSurroundings? _surroundings;
    private ITimer? _timer;
    private bool _isDisposed;
    private bool _tooManyTold;

    /// <summary>There is room again to a node for which <see cref="HasRoom"/> or <see cref="TrySend"/> said no. Raised from any thread, without a lock held.</summary>
    public event Action<NodeId, RoomFor>? RoomAgain;

    /// <summary>Links there are.</summary>
    public int Count => _links.Count;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The node is this one, or there is no way to it; or the message is longer than <see cref="PeerLimits.MessageBytes"/>.</exception>
    public bool TrySend(NodeId to, PeerLane lane, ReadOnlySpan<byte> message)
    {
        if (message.Length > PeerLimits.MessageBytes) throw new ArgumentException($"message of {message.Length} bytes: at most {PeerLimits.MessageBytes}", nameof(message));
        var isTaken = LinkTo(to)?.Outgoing.TrySend(lane, message) ?? false;
        if (counters is not null) CountSent(counters, isTaken, message.Length);
        return isTaken;
    }

    /// <inheritdoc/>
    public bool HasRoom(NodeId to, RoomFor what) => LinkTo(to)?.Outgoing.HasRoom(what) ?? false;

    /// <summary>Since when there is a link to a node, and the bytes queued on it; null while there is none.</summary>
    public (DateTimeOffset Since, long QueuedBytes)? StateOf(NodeId node) =>
        _links.TryGetValue(node, out var link) ? (link.Since, link.Outgoing.QueuedBytes) : null;

    /// <summary>A node was removed from the cluster and will not come back under this identity. Its link ends, and none is made again; the inbox hears of the reset when there was one.</summary>
    public void Forget(NodeId node)
    {
        PeerLink? link;
        lock (_lock)
        {
            _forgotten.Add(node);
            _links.TryRemove(node, out link);
        }
        link?.Close();
        Volatile.Read(ref _surroundings)?.Transport.Forget(node);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        _timer?.Dispose();
        _surroundings?.Transport.Dispose();
        foreach (var link in _links.Values) link.Close();
        _links.Clear();
    }

    /// <summary>Begins to send and to receive.</summary>
    internal void Open(NodeId self, IPeerTransport transport, IPeerInbox inbox)
    {
        var surroundings = new PeerSurroundings(self, transport, inbox, time, log);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_surroundings is not null) throw new InvalidOperationException("the links are open already");
            Volatile.Write(ref _surroundings, surroundings);
        }
        transport.Open(new PeerFrames(surroundings, TryLinkFrom));
    }

    private static void CountSent(ClusterCounters counters, bool isTaken, int bytes)
    {
        if (!isTaken)
        {
            counters.MessagesRefused.Add(1);
            return;
        }
        counters.MessagesSent.Add(1);
        counters.MessageBytesSent.Add(bytes);
    }

    private PeerLink? LinkTo(NodeId node)
    {
        if (_links.TryGetValue(node, out var link)) return link;
        if (Volatile.Read(ref _surroundings) is not { } surroundings) return null;
        if (node == surroundings.Self) throw new ArgumentException($"node {node} is this one", nameof(node));
        if (!surroundings.Transport.TryRoute(node, out var route)) throw new ArgumentException($"node {node}: there is no way to it", nameof(node));
        return TryAdd(node, route, surroundings);
    }

    /// <summary>The link to a node that opens a stream; null when it is not to have one.</summary>
    private PeerLink? TryLinkFrom(NodeId node)
    {
        if (_links.TryGetValue(node, out var link)) return link;
        var surroundings = _surroundings!;
        return node != surroundings.Self && surroundings.Transport.TryRoute(node, out var route) ? TryAdd(node, route, surroundings) : null;
    }

    private PeerLink? TryAdd(NodeId node, IPeerRoute route, PeerSurroundings surroundings)
    {
        lock (_lock)
        {
            if (_isDisposed || _forgotten.Contains(node)) return null;
            if (_links.TryGetValue(node, out var link)) return link;
            if (_links.Count >= PeerLimits.Links)
            {
                if (!_tooManyTold) PeerLog.TooManyLinks(log, node, _links.Count);
                _tooManyTold = true;
                return null;
            }
            link = new PeerLink(node, route, surroundings, TellRoomAgain);
            _links[node] = link;
            // A node that is alone has nothing to look at.
            _timer ??= time.CreateTimer(_ => LookAtTime(), null, PeerLimits.Pace, PeerLimits.Pace);
            return link;
        }
    }

    private void LookAtTime()
    {
        foreach (var (_, link) in _links) link.LookAtTime();
    }

    private void TellRoomAgain(NodeId node, RoomFor what)
    {
        try
        {
            RoomAgain?.Invoke(node, what);
        }
        catch (Exception e)
        {
            // The pump that raises it belongs to all who send.
            PeerLog.ListenerFailed(log, node, e);
        }
    }
}
