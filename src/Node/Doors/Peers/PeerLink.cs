using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>The link to one other node: a stream to it and, once it has opened one, a stream from it.</summary>
/// <remarks>
/// Whichever of the two breaks off, the inbox is told: what was sent may not have arrived, or what was answered may not have come back.
/// Locks are never nested between the streams, and nobody is called with one held.
/// </remarks>
internal sealed class PeerLink
{
    private readonly IPeerRoute _route;
    private readonly PeerSurroundings _surroundings;
    private readonly Action<NodeId, RoomFor> _roomAgain;
    private readonly Lock _lock = new();
    private volatile IncomingStream? _incoming;
    private bool _isClosed;
    private int _malformedTold;

    /// <param name="roomAgain">Told when one who was refused may send again.</param>
    public PeerLink(NodeId peer, IPeerRoute route, PeerSurroundings surroundings, Action<NodeId, RoomFor> roomAgain)
    {
        Peer = peer;
        Since = surroundings.Time.GetUtcNow();
        _route = route;
        _surroundings = surroundings;
        _roomAgain = roomAgain;
        Outgoing = new OutgoingStream(peer, route, this, surroundings);
    }

    public NodeId Peer { get; }

    public DateTimeOffset Since { get; }

    public OutgoingStream Outgoing { get; }

    /// <summary>The peer opens a stream. It takes the place of the one before.</summary>
    public void Open(ulong stream)
    {
        IncomingStream? former, opened;
        lock (_lock)
        {
            if (_isClosed) return;
            former = _incoming;
            opened = former;
            if (former is null || former.Stream != stream || former.IsEnded)
            {
                opened = new IncomingStream(stream, Peer, _route, this, _surroundings);
                // A number that is taken is another node's, by a chance that does not happen or by intent.
                if (!_surroundings.Incoming.TryAdd(stream, opened)) return;
                _incoming = opened;
            }
        }
        if (former is not null && former != opened && former.TryClose()) Reset();
        opened!.Accept();
    }

    /// <summary>What the peer is to be told of its stream by a frame that goes to it now.</summary>
    /// <param name="stream">0: there is none.</param>
    public void TakeCredit(out ulong stream, out long control, out long bulk)
    {
        stream = 0;
        control = bulk = 0;
        if (_incoming is not { IsEnded: false } incoming) return;
        stream = incoming.Stream;
        incoming.TakeConsumed(out control, out bulk);
    }

    /// <summary>The credit in a frame of the peer.</summary>
    public void Credit(in PeerFrame frame, ulong stream)
    {
        if (!Outgoing.TryCredit(stream, frame.Consumed(0), frame.Consumed(1))) Malformed();
    }

    public void LookAtTime()
    {
        Outgoing.LookAtTime();
        _incoming?.LookAtTime();
    }

    /// <summary>Ends it for good. What waits is dropped, what came and was not handed over yet too.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
        Outgoing.Close();
        _incoming?.TryClose();
        Reset();
    }

    public void Reset()
    {
        PeerLog.Reset(_surroundings.Log, Peer);
        try
        {
            _surroundings.Inbox.LinkReset(Peer);
        }
        catch (Exception e)
        {
            // The threads that notice a loss belong to all links.
            PeerLog.ListenerFailed(_surroundings.Log, Peer, e);
        }
    }

    public void RoomAgain(RoomFor what) => _roomAgain(Peer, what);

    public void Malformed()
    {
        if (Interlocked.Exchange(ref _malformedTold, 1) == 0) PeerLog.Malformed(_surroundings.Log, Peer);
    }
}
