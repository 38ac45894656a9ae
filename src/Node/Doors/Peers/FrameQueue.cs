using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Messages of one lane, cut into frames as they come: each message is its length (LEB128) and its bytes, frame borders mean nothing to it.</summary>
/// <remarks>
/// Frames are arrays with room for the header in front. Messages are copied once, into the last frame; a full frame leaves as it is.
/// Only one that leaves half full is copied again, because a frame's array has to fit.
/// Not thread-safe.
/// </remarks>
internal sealed class FrameQueue
{
    /// <summary>A length has at most 31 bits.</summary>
    private const int MaxLengthBytes = 5;

    private readonly int _headerBytes;

    /// <summary>Frames that nothing is added to any more.</summary>
    private readonly Queue<byte[]> _sealed = new();

    /// <summary>The frame that messages are added to; kept when it leaves as a copy.</summary>
    private byte[]? _last;

    /// <summary>Bytes of the last frame in use, the header's room included.</summary>
    private int _lastUsed;

    /// <param name="headerBytes">Room left at the start of each frame.</param>
    public FrameQueue(int headerBytes)
    {
        _headerBytes = _lastUsed = headerBytes;
    }

    /// <summary>Bytes that are to be sent, without headers.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of the next frame, without its header; 0 when there is none.</summary>
    public int NextBytes => (_sealed.TryPeek(out var next) ? next.Length : _lastUsed) - _headerBytes;

    public void Add(ReadOnlySpan<byte> message)
    {
        Span<byte> length = stackalloc byte[MaxLengthBytes];
        Write(length[..WriteLength(length, message.Length)]);
        Write(message);
    }

    /// <summary>Adds a message that <see cref="Cut"/> has cut.</summary>
    public void Add(byte[][] frames)
    {
        if (_lastUsed > _headerBytes) _sealed.Enqueue(CopyLast());
        foreach (var frame in frames)
        {
            _sealed.Enqueue(frame);
            Bytes += frame.Length - _headerBytes;
        }
    }

    /// <summary>Cuts a long message into frames of its own. Needs nothing of a queue, so no lock either.</summary>
    public static byte[][] Cut(ReadOnlySpan<byte> message, int headerBytes)
    {
        Span<byte> length = stackalloc byte[MaxLengthBytes];
        length = length[..WriteLength(length, message.Length)];
        var room = PeerFrame.MaxBytes - headerBytes;
        var bytes = (long)length.Length + message.Length;
        var frames = new byte[(bytes + room - 1) / room][];
        for (var i = 0; i < frames.Length; i++)
        {
            var frame = GC.AllocateUninitializedArray<byte>(headerBytes + (int)Math.Min(room, bytes));
            var payload = frame.AsSpan(headerBytes);
            bytes -= payload.Length;
            if (i == 0)
            {
                length.CopyTo(payload);
                payload = payload[length.Length..];
            }
            message[..payload.Length].CopyTo(payload);
            message = message[payload.Length..];
            frames[i] = frame;
        }
        return frames;
    }

    /// <summary>Takes the next frame, its header still to be written. There is one.</summary>
    public byte[] Take()
    {
        if (!_sealed.TryDequeue(out var frame)) frame = CopyLast();
        Bytes -= frame.Length - _headerBytes;
        return frame;
    }

    public void Clear()
    {
        _sealed.Clear();
        _lastUsed = _headerBytes;
        Bytes = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        while (!bytes.IsEmpty)
        {
            _last ??= GC.AllocateUninitializedArray<byte>(PeerFrame.MaxBytes);
            var piece = bytes[..Math.Min(bytes.Length, _last.Length - _lastUsed)];
            piece.CopyTo(_last.AsSpan(_lastUsed));
            _lastUsed += piece.Length;
            bytes = bytes[piece.Length..];
            if (_lastUsed < _last.Length) continue;
            _sealed.Enqueue(_last);
            _last = null;
            _lastUsed = _headerBytes;
        }
    }

    private byte[] CopyLast()
    {
        var frame = GC.AllocateUninitializedArray<byte>(_lastUsed);
        _last.AsSpan(_headerBytes, _lastUsed - _headerBytes).CopyTo(frame.AsSpan(_headerBytes));
        _lastUsed = _headerBytes;
        return frame;
    }

    private static int WriteLength(Span<byte> output, int length)
    {
        var used = 0;
        for (; length >= 0x80; length >>= 7) output[used++] = (byte)(length | 0x80);
        output[used++] = (byte)length;
        return used;
    }
}
