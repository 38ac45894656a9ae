using System.Buffers;

namespace AkkaCache.Node.Sessions.Replies;

/// <summary>A place in a connection's output for a reply that comes later, from another thread.</summary>
/// <remarks>
/// Two parties hold it: the connection, and whoever has the command. It is answered at most once and given up at most once; whichever of the two
/// comes first decides. The bytes belong to the answering side until the state says so, then to the connection.
/// </remarks>
public sealed class PendingReply : IReplySink
{
    private const int Waiting = 0;
    private const int Filled = 1;
    private const int GivenUp = 2;

    /// <summary>Kept for the next reply; longer ones come from the pool of arrays.</summary>
    private const int RetainedBytes = 256;

    private readonly ReplyOrder _order;
    private byte[] _own = [];
    private byte[] _bytes = [];
    private int _length;
    private int _state;

    internal PendingReply(ReplyOrder order) => _order = order;

    internal bool IsFilled => Volatile.Read(ref _state) == Filled;

    /// <summary>The connection has ended, or wants it no more for another reason.</summary>
    internal bool IsGivenUp => Volatile.Read(ref _state) == GivenUp;

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Answer(int part, ReadOnlySpan<byte> resp, WakeUps wakeUps)
    {
        // Not certain to be wanted still, but that is rare and costs a copy.
        if (Volatile.Read(ref _state) == GivenUp) return;
        _bytes = Room(resp.Length);
        _length = resp.Length;
        resp.CopyTo(_bytes);
        _order.Arrived(_length);
        if (Interlocked.CompareExchange(ref _state, Filled, Waiting) == Waiting) wakeUps.Add(_order);
        else Release();
    }

    /// <summary>The connection wants it no more: an answer that comes is dropped.</summary>
    internal void GiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Filled) Release();
    }

    /// <summary>Back to the state of a new one. Only the connection does this, after it has taken the bytes.</summary>
    internal void Reuse()
    {
        Release();
        _state = Waiting;
    }

    private byte[] Room(int length)
    {
        if (length > RetainedBytes) return ArrayPool<byte>.Shared.Rent(length);
        if (_own.Length < length) _own = new byte[length <= RetainedBytes / 8 ? RetainedBytes / 8 : RetainedBytes];
        return _own;
    }

    private void Release()
    {
        if (_bytes.Length > 0 && _bytes != _own) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _order.Left(_length);
        _length = 0;
    }
}
