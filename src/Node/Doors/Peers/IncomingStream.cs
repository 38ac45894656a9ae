using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Receives one stream of a peer: checks that no frame is missing, hands frames to their lanes, tells the peer what was consumed.</summary>
/// <remarks>Ends at the first frame that is missing or makes no sense: what came later could be understood wrongly, and the peer is told to begin anew.</remarks>
internal sealed class IncomingStream
{
    private readonly Lock _lock = new();
    private readonly IPeerRoute _route;
    private readonly PeerLink _link;
    private readonly PeerSurroundings _surroundings;
    private readonly IncomingLane _control;
    private readonly IncomingLane _bulk;

    /// <summary>Number of the last frame that came.</summary>
    private ulong _last;

    private volatile bool _isEnded;

    public IncomingStream(ulong stream, NodeId peer, IPeerRoute route, PeerLink link, PeerSurroundings surroundings)
    {
        Stream = stream;
        _route = route;
        _link = link;
        _surroundings = surroundings;
        _control = new IncomingLane(this, new MessageAssembler(peer, surroundings.Inbox), PeerLimits.ControlWindowBytes);
        _bulk = new IncomingLane(this, new MessageAssembler(peer, surroundings.Inbox), PeerLimits.BulkWindowBytes);
    }

    public ulong Stream { get; }

    /// <summary>Nothing of it is handed over any more.</summary>
    public bool IsEnded => _isEnded;

    public void Accept() => _route.Send(_surroundings.Writer.Accept(Stream, PeerLimits.ControlWindowBytes, PeerLimits.BulkWindowBytes));

    public void Received(in PeerFrame frame, ReadOnlyMemory<byte> payload)
    {
        bool isNext;
        lock (_lock)
        {
            if (_isEnded) return;
            isNext = frame.Number == _last + 1;
            if (isNext)
            {
                _last = frame.Number;
                if ((PeerLane)frame.Lane == PeerLane.Control ? _control.TryAdd(payload) : _bulk.TryAdd(payload)) return;
            }
        }
        if (isNext) Malformed();
        else if (TryEnd()) PeerLog.FramesLost(_surroundings.Log, _link.Peer);
    }

    /// <summary>What was consumed, for a frame that goes to the peer now.</summary>
    public void TakeConsumed(out long control, out long bulk)
    {
        control = _control.TakeConsumed();
        bulk = _bulk.TakeConsumed();
    }

    public void SendCredit()
    {
        TakeConsumed(out var control, out var bulk);
        _route.Send(_surroundings.Writer.Credit(Stream, control, bulk));
    }

    /// <summary>Tells what was consumed and not told, so that a peer with little under way does not take this node for silent.</summary>
    public void LookAtTime()
    {
        if (_control.HasUntold || _bulk.HasUntold) SendCredit();
    }

    /// <summary>Bytes of it make no sense.</summary>
    public void Malformed()
    {
        if (TryEnd()) _link.Malformed();
    }

    /// <summary>A message could not be handled.</summary>
    public void Failed(Exception cause)
    {
        PeerLog.MessageFailed(_surroundings.Log, _link.Peer, cause);
        TryEnd();
    }

    /// <summary>Ends it without a word to the peer. False when it was ended before.</summary>
    public bool TryClose()
    {
        lock (_lock)
        {
            if (_isEnded) return false;
            _isEnded = true;
        }
        _surroundings.Incoming.TryRemove(Stream, out _);
        return true;
    }

    private bool TryEnd()
    {
        if (!TryClose()) return false;
        _route.Send(_surroundings.Writer.Reset(Stream));
        _link.Reset();
        return true;
    }
}
