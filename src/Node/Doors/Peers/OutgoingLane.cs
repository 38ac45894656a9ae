using AkkaCache.Node.Replicas;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>One lane to a peer: what waits to be sent, and what is under way. Guarded by the lock of its stream.</summary>
internal sealed class OutgoingLane(int headerBytes)
{
    private readonly FrameQueue _queue = new(headerBytes);
    private readonly LaneRoom _room = new(PeerLimits.RoomBytes);
    private readonly LaneRoom _snapshotRoom = new(PeerLimits.SnapshotRoomBytes);

    /// <summary>Bytes that may be under way, as the peer said.</summary>
    private int _window;

    /// <summary>Bytes sent since the stream began.</summary>
    private long _sent;

    /// <summary>Bytes that the peer has consumed since the stream began; at most <see cref="_sent"/>.</summary>
    private long _consumed;

    /// <summary>Bytes of messages that were accepted and are being cut.</summary>
    private long _reserved;

    /// <summary>Whether bulk may be added. Who hears no is told when there is room again.</summary>
    public bool AskRoom(RoomFor what) => (what == RoomFor.Snapshots ? _snapshotRoom : _room).Ask(QueuedBytes);

    /// <summary>Bytes accepted and not sent yet.</summary>
    public long QueuedBytes => _queue.Bytes + _reserved;

    /// <summary>Something waits for the peer: to be sent, or to be consumed by it.</summary>
    public bool Waits => _queue.Bytes > 0 || UnderWay > 0;

    public bool MaySend
    {
        get
        {
            var next = _queue.NextBytes;
            return next > 0 && UnderWay + next <= _window;
        }
    }

    private long UnderWay => _sent - _consumed;

    /// <summary>Whether a message is accepted now: what is queued stays below the ceiling, or little is queued, so that even the longest finds its turn.</summary>
    public bool Accepts(int messageBytes) => QueuedBytes + messageBytes <= PeerLimits.QueueBytes || _room.Ask(QueuedBytes);

    public void Add(ReadOnlySpan<byte> message) => _queue.Add(message);

    /// <summary>Counts a message that is cut without the lock; <see cref="Add(byte[][], int)"/> follows.</summary>
    public void Reserve(int messageBytes) => _reserved += messageBytes;

    public void Add(byte[][] frames, int messageBytes)
    {
        _reserved -= messageBytes;
        _queue.Add(frames);
    }

    public void ReleaseReserved(int messageBytes) => _reserved -= messageBytes;

    /// <summary>Takes the next frame, its header still to be written. <see cref="MaySend"/> said so.</summary>
    public byte[] Take()
    {
        _sent += _queue.NextBytes;
        return _queue.Take();
    }

    /// <summary>The peer begins to take a stream.</summary>
    public void Begin(int window) => _window = window;

    /// <summary>The peer has consumed so many bytes since the beginning of the stream. False when it cannot have.</summary>
    /// <param name="hasMoved">Whether it is more than it said before; news may overtake each other.</param>
    public bool TryCredit(long consumed, out bool hasMoved)
    {
        hasMoved = consumed > _consumed;
        if (consumed > _sent || consumed < 0) return false;
        if (hasMoved) _consumed = consumed;
        return true;
    }

    /// <summary>Drops everything for a new stream. Returns whether there was anything.</summary>
    public bool Drop()
    {
        var dropped = Waits;
        _queue.Clear();
        _sent = _consumed = _window = 0;
        return dropped;
    }

    /// <summary>Whether those who were refused are to be told now that there is room again.</summary>
    public RoomNews TakeRoomNews() => new(_room.TakeNews(QueuedBytes), _snapshotRoom.TakeNews(QueuedBytes));
}

/// <summary>For what there is room again, of that which was refused.</summary>
internal readonly record struct RoomNews(bool Effects, bool Snapshots)
{
    public static RoomNews operator |(RoomNews one, RoomNews other) => new(one.Effects | other.Effects, one.Snapshots | other.Snapshots);
}
