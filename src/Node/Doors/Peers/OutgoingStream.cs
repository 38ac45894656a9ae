using System.Security.Cryptography;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Sends to one peer: queues messages by lane and pumps them out as frames, control first, as far as the peer gives credit.</summary>
/// <remarks>
/// A stream begins with an Open. Until the peer accepts it nothing else is sent: a process that is not the one meant never sees a message, and one that is
/// silent is sent nothing but an Open now and then.
/// When the peer refuses the stream, or moves nothing for <see cref="PeerLimits.Silence"/> while something waits, everything that waits is dropped and a new
/// stream begins; the inbox is told. It begins even with nothing to send, because the peer may wait for something that was dropped: the new stream tells it.
/// The pump runs on the thread pool, one at a time. It is woken only when idle, so what accumulates while it works shares frames.
/// </remarks>
internal sealed class OutgoingStream(NodeId peer, IPeerRoute route, PeerLink link, PeerSurroundings surroundings) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly OutgoingLane _control = new(surroundings.Writer.DataHeaderBytes);
    private readonly OutgoingLane _bulk = new(surroundings.Writer.DataHeaderBytes);
    private Phase _phase;

    /// <summary>The stream's number; 0 before the first.</summary>
    private ulong _stream;

    /// <summary>Frames of the stream that were sent.</summary>
    private ulong _frames;

    /// <summary>When the last Open was sent, of whatever stream; null before the first.</summary>
    private long? _openedAt;

    /// <summary>When the peer last moved something, or when something began to wait for it.</summary>
    private long _movedAt;

    /// <summary>The pump runs or is about to: whoever sets it starts it.</summary>
    private bool _isPumping;

    private enum Phase
    {
        /// <summary>Nothing was ever sent.</summary>
        Idle,

        /// <summary>An Open is to be sent or unanswered.</summary>
        Opening,

        Open,
        Closed,
    }

    public PeerLink Link => link;

    /// <summary>Bytes accepted and not sent yet.</summary>
    public long QueuedBytes
    {
        get
        {
            lock (_lock) return _control.QueuedBytes + _bulk.QueuedBytes;
        }
    }

    public bool HasRoom(RoomFor what)
    {
        lock (_lock) return _phase != Phase.Closed && _bulk.AskRoom(what);
    }

    /// <summary>Queues a message. False when too much is queued: nothing was taken.</summary>
    public bool TrySend(PeerLane lane, ReadOnlySpan<byte> message)
    {
        if (message.Length > PeerLimits.CutApartBytes) return TrySendLong(LaneOf(lane), message);
        bool wake;
        lock (_lock)
        {
            var queue = LaneOf(lane);
            if (_phase == Phase.Closed || !queue.Accepts(message.Length)) return false;
            NoteWaiting_NeedsLock();
            queue.Add(message);
            wake = !(queue.QueuedBytes < PeerFrame.MaxBytes && Gathering.TryPutOff(this)) && Wake_NeedsLock();
        }
        if (wake) Start();
        return true;
    }

    /// <summary>Starts the pump if there is something to do.</summary>
    public void Wake()
    {
        bool wake;
        lock (_lock) wake = Wake_NeedsLock();
        if (wake) Start();
    }

    /// <summary>The peer takes the stream.</summary>
    public void Accepted(ulong stream, int controlWindow, int bulkWindow)
    {
        bool wake;
        lock (_lock)
        {
            if (stream != _stream || _phase != Phase.Opening) return;
            _phase = Phase.Open;
            _movedAt = surroundings.Time.GetTimestamp();
            _control.Begin(controlWindow);
            _bulk.Begin(bulkWindow);
            wake = Wake_NeedsLock();
        }
        if (wake) Start();
    }

    /// <summary>The peer has consumed so many bytes of the stream's lanes. False when that cannot be: the stream was given up.</summary>
    public bool TryCredit(ulong stream, long control, long bulk)
    {
        bool wake, credible;
        Losses losses = default;
        lock (_lock)
        {
            if (stream != _stream || _phase != Phase.Open) return true;
            credible = _control.TryCredit(control, out var controlMoved) & _bulk.TryCredit(bulk, out var bulkMoved);
            if (!credible) losses = Restart_NeedsLock();
            else if (controlMoved || bulkMoved) _movedAt = surroundings.Time.GetTimestamp();
            wake = Wake_NeedsLock();
        }
        Tell(losses);
        if (wake) Start();
        return credible;
    }

    /// <summary>The peer does not take the stream.</summary>
    public void WasRefused(ulong stream)
    {
        bool wake;
        Losses losses;
        lock (_lock)
        {
            if (stream != _stream || _phase is not (Phase.Open or Phase.Opening)) return;
            losses = Restart_NeedsLock();
            wake = Wake_NeedsLock();
        }
        Tell(losses);
        if (wake) Start();
    }

    /// <summary>Looks at the time: gives a silent peer up, repeats an Open.</summary>
    public void LookAtTime()
    {
        var time = surroundings.Time;
        var now = time.GetTimestamp();
        bool wake;
        Losses losses = default;
        lock (_lock)
        {
            if (_phase is not (Phase.Open or Phase.Opening)) return;
            if (Waits && time.GetElapsedTime(_movedAt, now) >= PeerLimits.Silence) losses = Restart_NeedsLock();
            wake = Wake_NeedsLock();
        }
        Tell(losses);
        if (wake) Start();
    }

    /// <summary>Ends it for good. What waits is dropped.</summary>
    public void Close()
    {
        lock (_lock)
        {
            surroundings.Outgoing.TryRemove(_stream, out _);
            _phase = Phase.Closed;
            _control.Drop();
            _bulk.Drop();
        }
    }

    /// <summary>The pump.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        while (TryTake(out var frame, out var roomAgain))
        {
            route.Send(frame);
            Tell(roomAgain);
        }
    }

    /// <summary>Takes the next frame that may be sent. When there is none the pump is idle from then on.</summary>
    private bool TryTake(out byte[] frame, out RoomNews roomAgain)
    {
        frame = [];
        roomAgain = default;
        lock (_lock)
        {
            if (IsOpenDue_NeedsLock())
            {
                _openedAt = surroundings.Time.GetTimestamp();
                frame = surroundings.Writer.Open(_stream, peer);
                return true;
            }
            var lane = _phase != Phase.Open ? null : _control.MaySend ? _control : _bulk.MaySend ? _bulk : null;
            if (lane is null)
            {
                _isPumping = false;
                return false;
            }
            frame = lane.Take();
            roomAgain = lane.TakeRoomNews();
            link.TakeCredit(out var credited, out var control, out var bulk);
            surroundings.Writer.WriteDataHeader(frame, _stream, ++_frames, (int)(lane == _control ? PeerLane.Control : PeerLane.Bulk), credited, control, bulk);
            return true;
        }
    }

    private bool Waits => _control.Waits || _bulk.Waits;

    private OutgoingLane LaneOf(PeerLane lane) => lane == PeerLane.Control ? _control : _bulk;

    private bool TrySendLong(OutgoingLane lane, ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            if (_phase == Phase.Closed || !lane.Accepts(message.Length)) return false;
            lane.Reserve(message.Length);
        }
        byte[][]? frames = null;
        var wake = false;
        try
        {
            frames = FrameQueue.Cut(message, surroundings.Writer.DataHeaderBytes);
        }
        finally
        {
            lock (_lock)
            {
                if (frames is null || _phase == Phase.Closed)
                {
                    lane.ReleaseReserved(message.Length);
                }
                else
                {
                    NoteWaiting_NeedsLock();
                    lane.Add(frames, message.Length);
                    wake = Wake_NeedsLock();
                }
            }
        }
        if (wake) Start();
        return true;
    }

    /// <summary>The peer's time to move something begins when the first thing waits.</summary>
    private void NoteWaiting_NeedsLock()
    {
        if (!Waits) _movedAt = surroundings.Time.GetTimestamp();
    }

    /// <summary>Whether the pump is to be started, by the caller and without the lock.</summary>
    private bool Wake_NeedsLock()
    {
        if (_phase == Phase.Idle && Waits) Begin_NeedsLock();
        if (_isPumping || !(IsOpenDue_NeedsLock() || (_phase == Phase.Open && (_control.MaySend || _bulk.MaySend)))) return false;
        _isPumping = true;
        return true;
    }

    private void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private bool IsOpenDue_NeedsLock() =>
        _phase == Phase.Opening && (_openedAt is not { } opened || surroundings.Time.GetElapsedTime(opened) >= PeerLimits.OpenRetry);

    private void Begin_NeedsLock()
    {
        surroundings.Outgoing.TryRemove(_stream, out _);
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        do
        {
            RandomNumberGenerator.Fill(random);
            _stream = BitConverter.ToUInt64(random);
        }
        while (_stream == 0 || !surroundings.Outgoing.TryAdd(_stream, this));
        _frames = 0;
        _phase = Phase.Opening;
    }

    private Losses Restart_NeedsLock()
    {
        var wasOpen = _phase == Phase.Open;
        var dropped = _control.Drop() | _bulk.Drop();
        Begin_NeedsLock();
        _movedAt = surroundings.Time.GetTimestamp();
        return new Losses(wasOpen || dropped, _control.TakeRoomNews() | _bulk.TakeRoomNews());
    }

    private void Tell(Losses losses)
    {
        if (losses.IsReset) link.Reset();
        Tell(losses.RoomAgain);
    }

    private void Tell(RoomNews news)
    {
        if (news.Effects) link.RoomAgain(RoomFor.Effects);
        if (news.Snapshots) link.RoomAgain(RoomFor.Snapshots);
    }

    /// <summary>What others are to be told after the lock was left.</summary>
    private readonly record struct Losses(bool IsReset, RoomNews RoomAgain);
}
