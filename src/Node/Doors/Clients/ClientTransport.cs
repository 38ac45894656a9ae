using AkkaCache.Node.Doors.Sockets;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>A session's two streams as a connection sees them: like a socket, with frames for packets and the windows of both ends for its buffers.</summary>
/// <remarks>Frames come on the thread that reads the client's connection; it becomes the runner of the connection when nobody else is, so commands are executed where they arrive.</remarks>
internal sealed class ClientTransport(ClientSession session, int windowBytes, int replyWindowBytes) : Transport
{
    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _frames = new();
    private readonly StreamReceiver _received = new(windowBytes);
    private readonly StreamSender _sent = new(replyWindowBytes);

    /// <summary>Of the first frame.</summary>
    private int _offset;

    /// <summary>The connection was told that it cannot send now.</summary>
    private int _isBlocked;

    private volatile bool _isGone;

    public override void Start() => Raise(Readiness.Readable | Readiness.Writable);

    /// <summary>Takes the payload of a Data frame. Anything but <see cref="StreamStep.Taken"/> ends the session.</summary>
    public StreamStep Take(ulong number, ReadOnlyMemory<byte> payload)
    {
        lock (_lock)
        {
            if (_isGone) return StreamStep.Taken;
            var step = _received.Take(number, payload.Length);
            if (step != StreamStep.Taken) return step;
            _frames.Enqueue(payload);
        }
        Raise(Readiness.Readable);
        return StreamStep.Taken;
    }

    /// <summary>The client has consumed so many bytes of replies. False when it cannot have.</summary>
    public bool TryCredit(long consumed)
    {
        if (!_sent.TryCredit(consumed, out var hasMoved)) return false;
        if (hasMoved && Interlocked.Exchange(ref _isBlocked, 0) == 1) Raise(Readiness.Writable);
        return true;
    }

    public long TakeConsumed() => _received.TakeConsumed();

    public override int Receive(Span<byte> room, out bool more)
    {
        int count;
        lock (_lock)
        {
            more = false;
            if (_isGone) return Gone;
            if (!_frames.TryPeek(out var frame)) return NotNow;
            count = Math.Min(room.Length, frame.Length - _offset);
            frame.Span.Slice(_offset, count).CopyTo(room);
            _offset += count;
            if (_offset == frame.Length)
            {
                _frames.Dequeue();
                _offset = 0;
            }
            more = _frames.Count > 0;
        }
        if (_received.Consume(count)) session.Tell(ClientFrameWriter.Credit(session.Id, _received.TakeConsumed()));
        return count;
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length)
        {
            if (_isGone) return Gone;
            var room = _sent.Room;
            if (room == 0)
            {
                Interlocked.Exchange(ref _isBlocked, 1);
                // Credit that came in between told nobody.
                if (_sent.Room == 0) return taken;
                Interlocked.Exchange(ref _isBlocked, 0);
                continue;
            }
            var payload = bytes.Slice(taken, Math.Min(Math.Min(room, ClientFrame.MaxPayloadBytes), bytes.Length - taken));
            var frame = GC.AllocateUninitializedArray<byte>(ClientFrame.DataHeaderBytes + payload.Length);
            payload.CopyTo(frame.AsSpan(ClientFrame.DataHeaderBytes));
            ClientFrameWriter.WriteDataHeader(frame, session.Id, _sent.Next(payload.Length), _received.TakeConsumed());
            session.Tell(frame);
            taken += payload.Length;
        }
        return taken;
    }

    /// <summary>The session is over: the connection notices at its next step.</summary>
    public void Break()
    {
        _isGone = true;
        Raise(Readiness.Readable);
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _isGone = true;
            _frames.Clear();
        }
        session.ConnectionEnded();
    }

    private void Raise(Readiness readiness)
    {
        if (session.Connection.Notify(readiness)) session.Connection.Run();
    }
}
