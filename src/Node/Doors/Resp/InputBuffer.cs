using System.Buffers;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>Received bytes that were not executed yet, in one pooled array: commands are executed where they lie.</summary>
internal sealed class InputBuffer : IDisposable
{
    /// <summary>Holds a pipeline of some hundred small commands.</summary>
    public const int InitialBytes = 16 * 1024;

    /// <summary>
    /// Up to here the buffer takes the size that a command announces at once; beyond it only doubles with what has really
    /// arrived, so that an announcement alone cannot claim memory.
    /// </summary>
    private const int TrustedBytes = 32 * 1024 * 1024;

    /// <summary>Room below which it is worth moving the rest to the front before receiving.</summary>
    private const int LeastRoom = 4 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public bool HoldsArray => _bytes.Length > 0;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Drops executed bytes.</summary>
    public void Consume(int bytes) => _start += bytes;

    public void Received(int bytes) => _end += bytes;

    /// <summary>Where to receive next. <paramref name="needed"/> is the length that the unread bytes should be able to reach.</summary>
    public Span<byte> Room(int needed)
    {
        if (_bytes.Length == 0) _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
        if (_start == _end) _start = _end = 0;
        if (_start == _end && _bytes.Length > InitialBytes * 4 && needed <= InitialBytes) Replace(InitialBytes);
        if (needed > _bytes.Length) Replace(NextSize(needed));
        else if (_start > 0 && (_start + needed > _bytes.Length || _bytes.Length - _end < LeastRoom)) Compact();
        if (_end == _bytes.Length) Replace(NextSize(_bytes.Length + 1));
        return _bytes.AsSpan(_end);
    }

    /// <summary>Gives the array back when it holds nothing.</summary>
    public void Trim()
    {
        if (_start == _end) Dispose();
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    private int NextSize(int needed)
    {
        if (needed <= TrustedBytes) return Math.Max(needed, Math.Min(_bytes.Length * 2, TrustedBytes));
        return (int)Math.Min(Array.MaxLength, Math.Min(needed, Math.Max(TrustedBytes, Length * 2L)));
    }

    private void Compact()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
    }

    private void Replace(int size)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        Unread.CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
        _end -= _start;
        _start = 0;
    }
}
