namespace AkkaCache.Node.Doors.Peers;

/// <summary>One lane from a peer: frames wait here for a thread of the pool that hands their messages over, one thread at a time.</summary>
/// <param name="window">Bytes that the peer may have under way.</param>
internal sealed class IncomingLane(IncomingStream stream, MessageAssembler messages, int window) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
    private long _waitingBytes;
    private bool _isRunning;

    /// <summary>Bytes whose messages were handed over, since the stream began.</summary>
    private long _consumed;

    /// <summary>Of these, bytes that the peer was told of. Approximate between threads: at worst the peer is told twice.</summary>
    private long _told;

    public bool HasUntold => Volatile.Read(ref _consumed) != Volatile.Read(ref _told);

    /// <summary>Bytes consumed, to be told to the peer by the caller.</summary>
    public long TakeConsumed()
    {
        var consumed = Volatile.Read(ref _consumed);
        Volatile.Write(ref _told, consumed);
        return consumed;
    }

    /// <summary>Takes the payload of a frame. False when the peer sends more than it may.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> payload)
    {
        bool start;
        lock (_lock)
        {
            if (_waitingBytes + payload.Length > window) return false;
            _waiting.Enqueue(payload);
            _waitingBytes += payload.Length;
            start = !_isRunning;
            _isRunning = true;
        }
        if (start) Start();
        return true;
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var frames = 0; frames < PeerLimits.FramesPerTurn; frames++)
        {
            ReadOnlyMemory<byte> payload;
            lock (_lock)
            {
                if (stream.IsEnded) _waiting.Clear();
                if (!_waiting.TryPeek(out payload))
                {
                    _isRunning = false;
                    return;
                }
            }
            Consume(payload);
        }
        Start();
    }

    private void Consume(ReadOnlyMemory<byte> payload)
    {
        Gathering.Begin();
        try
        {
            if (!messages.Take(payload))
            {
                stream.Malformed();
                return;
            }
        }
        catch (Exception e)
        {
            stream.Failed(e);
            return;
        }
        finally
        {
            Gathering.End();
        }
        // Before anybody can tell the peer that it may send more: that must find its place.
        lock (_lock)
        {
            _waiting.Dequeue();
            _waitingBytes -= payload.Length;
        }
        var consumed = _consumed + payload.Length;
        Volatile.Write(ref _consumed, consumed);
        if (consumed - Volatile.Read(ref _told) >= window / PeerLimits.CreditParts) stream.SendCredit();
    }

    private void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
