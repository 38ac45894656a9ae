namespace AkkaCache.Protocol.Frames;

/// <summary>Counts one direction of a session at its receiving end: frames that came, bytes that are held, bytes that were consumed.</summary>
/// <remarks><see cref="Take"/> belongs to the thread that receives, the rest to the one that consumes.</remarks>
public sealed class StreamReceiver(int windowBytes)
{
    /// <summary>The sender is told when this part of its window was consumed: rarely enough to cost nothing, soon enough that it never runs dry.</summary>
    private const int CreditParts = 4;

    private long _received;
    private long _consumed;
    private long _told;
    private ulong _last;

    /// <summary>Takes a frame's payload, by its number and length.</summary>
    public StreamStep Take(ulong number, int payloadBytes)
    {
        if (number != _last + 1) return StreamStep.Lost;
        _last = number;
        _received += payloadBytes;
        return _received - Volatile.Read(ref _consumed) > windowBytes ? StreamStep.TooMuch : StreamStep.Taken;
    }

    /// <summary>Bytes are not held any more. True: the sender should be told now, unless something goes to it anyhow.</summary>
    public bool Consume(int bytes)
    {
        Volatile.Write(ref _consumed, _consumed + bytes);
        return _consumed - Volatile.Read(ref _told) >= windowBytes / CreditParts;
    }

    /// <summary>Bytes consumed since the beginning, to be told to the sender by the caller. Approximate between threads: at worst it is told twice.</summary>
    public long TakeConsumed()
    {
        var consumed = Volatile.Read(ref _consumed);
        Volatile.Write(ref _told, consumed);
        return consumed;
    }
}

/// <summary>What became of a frame.</summary>
public enum StreamStep
{
    Taken,

    /// <summary>One before it is missing: nothing behind it can be understood.</summary>
    Lost,

    /// <summary>More than the window allows is under way.</summary>
    TooMuch,
}
