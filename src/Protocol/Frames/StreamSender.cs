namespace AkkaCache.Protocol.Frames;

/// <summary>Counts one direction of a session at its sending end: what is under way, and what may be. For one thread at a time, but <see cref="TryCredit"/>.</summary>
public sealed class StreamSender(int windowBytes)
{
    private long _sent;
    private long _consumed;

    /// <summary>Number of the last frame.</summary>
    public ulong Frames { get; private set; }

    /// <summary>Bytes that may be sent now.</summary>
    public int Room => (int)(windowBytes - (_sent - Volatile.Read(ref _consumed)));

    /// <summary>Counts a frame's payload and returns the frame's number.</summary>
    public ulong Next(int payloadBytes)
    {
        // Seen by the thread that takes the credit for it.
        Volatile.Write(ref _sent, _sent + payloadBytes);
        return ++Frames;
    }

    /// <summary>The other end has consumed so many bytes since the beginning. From one thread at a time, beside the sender's.</summary>
    /// <param name="hasMoved">It is more than it said before.</param>
    /// <returns>False when it cannot have.</returns>
    public bool TryCredit(long consumed, out bool hasMoved)
    {
        hasMoved = consumed > _consumed;
        if (consumed > Volatile.Read(ref _sent)) return false;
        if (hasMoved) Volatile.Write(ref _consumed, consumed);
        return true;
    }
}
