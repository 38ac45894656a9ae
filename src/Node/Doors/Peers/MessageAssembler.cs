using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Finds the messages in one lane's bytes as they come frame by frame: the other end of <see cref="FrameQueue"/>.</summary>
/// <remarks>A message that lies within one frame is handed over as a slice of it. One that spans frames gets an array, which grows with what came: an announced length alone costs nothing. Not thread-safe.</remarks>
internal sealed class MessageAssembler(NodeId from, IPeerInbox inbox)
{
    /// <summary>Bits of the length read so far; -1 while the bytes of the message are read.</summary>
    private int _lengthBits;

    private int _length;

    /// <summary>The message so far, when it spans frames; null before its first bytes.</summary>
    private byte[]? _message;

    private int _messageUsed;

    /// <summary>Takes the next bytes of the lane and hands over the messages that end in them.</summary>
    /// <returns>False when the bytes are no messages: a length beyond the limit. Nothing can be read from the lane any more.</returns>
    public bool Take(ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            if (_lengthBits >= 0)
            {
                if (!TryReadLength(ref bytes, out var isWhole)) return false;
                if (!isWhole) return true;
            }
            if (_message is null && bytes.Length >= _length)
            {
                var message = bytes[.._length];
                bytes = bytes[_length..];
                _lengthBits = 0;
                inbox.Received(from, message);
            }
            else if (!TryFill(ref bytes))
            {
                return true;
            }
        }
    }

    private bool TryReadLength(ref ReadOnlyMemory<byte> bytes, out bool isWhole)
    {
        isWhole = false;
        var span = bytes.Span;
        if (_lengthBits == 0) _length = 0;
        for (var i = 0; i < span.Length; i++)
        {
            // The limit is a power of two of 30 bits, so four bytes of seven bits and three bits of a fifth.
            if (_lengthBits == 28 && span[i] > PeerLimits.MessageBytes >> 28) return false;
            _length |= (span[i] & 0x7F) << _lengthBits;
            _lengthBits += 7;
            if (span[i] >= 0x80) continue;
            if (_length > PeerLimits.MessageBytes) return false;
            bytes = bytes[(i + 1)..];
            _lengthBits = -1;
            isWhole = true;
            return true;
        }
        return true;
    }

    /// <summary>Adds bytes to a message that spans frames. False when they ended before it did.</summary>
    private bool TryFill(ref ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return false;
        _message ??= GC.AllocateUninitializedArray<byte>(Math.Min(_length, PeerLimits.FirstPieceBytes));
        var piece = bytes[..Math.Min(bytes.Length, _length - _messageUsed)];
        if (piece.Length > _message.Length - _messageUsed) Grow();
        piece.CopyTo(_message.AsMemory(_messageUsed));
        _messageUsed += piece.Length;
        bytes = bytes[piece.Length..];
        if (_messageUsed < _length) return false;

        var message = _message;
        _message = null;
        _messageUsed = 0;
        _lengthBits = 0;
        inbox.Received(from, message);
        return true;
    }

    /// <summary>Doubles the room, so that each byte is copied once more on average. A frame is far smaller than the first piece, so it fits then.</summary>
    private void Grow()
    {
        var larger = GC.AllocateUninitializedArray<byte>(Math.Min(_length, _message!.Length * 2));
        _message.AsSpan(0, _messageUsed).CopyTo(larger);
        _message = larger;
    }
}
