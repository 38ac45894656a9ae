namespace AkkaCache.Node.Doors.Sockets;

/// <summary>Any stream: TLS, and plain TCP where there is no <see cref="SocketLoop"/>. The slower path: bytes are copied once more.</summary>
/// <remarks>One receive and one send are under way at most, each between the stream and a buffer of the transport's own.</remarks>
internal sealed class StreamTransport : Transport
{
    /// <summary>The longest record of TLS.</summary>
    private const int BufferBytes = 16 * 1024;

    private readonly Stream _stream;
    private readonly ISocketOwner _owner;
    private readonly byte[] _received = new byte[BufferBytes];
    private readonly byte[] _sending = new byte[BufferBytes];
    private int _start;
    private int _end;
    private volatile bool _receiving;
    private volatile bool _sendingNow;
    private volatile bool _gone;

    public StreamTransport(Stream stream, ISocketOwner owner)
    {
        _stream = stream;
        _owner = owner;
    }

    public override void Start() => Tell(Readiness.Readable | Readiness.Writable);

    public override int Receive(Span<byte> room, out bool more)
    {
        more = false;
        if (_receiving) return NotNow;
        if (_start == _end)
        {
            if (_gone) return Gone;
            _receiving = true;
            _ = Fill();
            return NotNow;
        }
        var count = Math.Min(room.Length, _end - _start);
        _received.AsSpan(_start, count).CopyTo(room);
        _start += count;
        // Either more is buffered, or the next receive has to be started.
        more = true;
        return count;
    }

    public override bool IsFlushed => !_sendingNow;

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        if (_gone) return Gone;
        if (_sendingNow) return 0;
        var count = Math.Min(bytes.Length, BufferBytes);
        bytes[..count].CopyTo(_sending);
        _sendingNow = true;
        _ = Drain(count);
        return count;
    }

    public override void Dispose()
    {
        _gone = true;
        _stream.Dispose();
    }

    private async Task Fill()
    {
        var count = 0;
        try
        {
            count = await _stream.ReadAsync(_received).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // As when the peer ended it.
        }
        if (count == 0) _gone = true;
        _start = 0;
        _end = count;
        _receiving = false;
        Tell(Readiness.Readable);
    }

    private async Task Drain(int count)
    {
        try
        {
            await _stream.WriteAsync(_sending.AsMemory(0, count)).ConfigureAwait(false);
            await _stream.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            _gone = true;
        }
        _sendingNow = false;
        Tell(Readiness.Writable);
    }

    private void Tell(Readiness readiness)
    {
        if (_owner.Notify(readiness)) ThreadPool.UnsafeQueueUserWorkItem(static owner => owner.Run(), _owner, preferLocal: false);
    }

    private static bool IsBroken(Exception e) =>
        e is IOException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException;
}
