using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace AkkaCache.Protocol.Resp;

/// <summary>Writes replies in RESP2 or RESP3 into a chain of pooled segments that a connection then sends.</summary>
/// <remarks>
/// Not safe for concurrent use. A reply may span segments; nothing is copied when the output grows.
/// Types that RESP2 lacks are written in the form Redis gives them there: a map as an array of keys and values,
/// a double and a verbatim string as a bulk string, a boolean as 0 or 1, null as the null bulk string, a push as an array.
/// Source: the RESP specification on redis.io, "RESP protocol description".
/// </remarks>
public sealed class RespWriter : IDisposable
{
    /// <summary>Bytes of one segment: large enough for a full pipeline of small replies, small enough to hold per connection.</summary>
    public const int DefaultSegmentBytes = 16 * 1024;

    /// <summary>The longest header line: a type byte, 20 characters of a 64-bit integer, CR LF.</summary>
    private const int MaxLineBytes = 24;

    private readonly int _segmentBytes;
    private readonly Queue<ArraySegment<byte>> _full = new();
    private byte[] _segment = [];
    private int _start;
    private int _end;
    private long _fullBytes;

    /// <summary>Bytes of the first full chunk that were taken away.</summary>
    private int _taken;

    public RespWriter(int segmentBytes = DefaultSegmentBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segmentBytes, 64);
        _segmentBytes = segmentBytes;
    }

    /// <summary>2 or 3: the protocol version that the caller negotiated by HELLO.</summary>
    public int ProtocolVersion { get; set; } = 2;

    /// <summary>Told of each error that is written, by its text.</summary>
    public ErrorObserver? OnError { get; set; }

    /// <summary>Bytes written and not yet taken.</summary>
    public long PendingBytes => _fullBytes + (_end - _start);

    /// <summary>Bytes written since the writer was made, without those that were taken back by <see cref="Rewind"/>.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>A simple string. <paramref name="text"/> must hold neither CR nor LF.</summary>
    public void SimpleString(ReadOnlySpan<byte> text)
    {
        Byte((byte)'+');
        Raw(text);
        Raw("\r\n"u8);
    }

    public void Ok() => Raw("+OK\r\n"u8);

    /// <summary>An error. <paramref name="text"/> begins with its code ("ERR …"); CR and LF in it become spaces, as in Redis.</summary>
    public void Error(ReadOnlySpan<byte> text)
    {
        OnError?.Invoke(text);
        Byte((byte)'-');
        while (!text.IsEmpty)
        {
            var bad = text.IndexOfAny((byte)'\r', (byte)'\n');
            if (bad < 0)
            {
                Raw(text);
                break;
            }
            Raw(text[..bad]);
            Byte((byte)' ');
            text = text[(bad + 1)..];
        }
        Raw("\r\n"u8);
    }

    public void Integer(long value) => Line((byte)':', value);

    /// <summary>A bulk string, or null where <paramref name="value"/> is absent is written by <see cref="Null"/>.</summary>
    public void Bulk(ReadOnlySpan<byte> value)
    {
        var need = MaxLineBytes + value.Length + 2;
        if (_segment.Length - _end >= need)
        {
            // The whole reply fits: one bounds check for all of it.
            var target = _segment.AsSpan(_end);
            var at = Header(target, (byte)'$', value.Length);
            value.CopyTo(target[at..]);
            at += value.Length;
            target[at] = (byte)'\r';
            target[at + 1] = (byte)'\n';
            Advance(at + 2);
            return;
        }
        Line((byte)'$', value.Length);
        Raw(value);
        Raw("\r\n"u8);
    }

    /// <summary>A bulk string that holds an integer's decimal digits.</summary>
    public void BulkInteger(long value)
    {
        Span<byte> digits = stackalloc byte[MaxLineBytes];
        Utf8Formatter.TryFormat(value, digits, out var length);
        Bulk(digits[..length]);
    }

    public void Null()
    {
        if (ProtocolVersion >= 3) Raw("_\r\n"u8);
        else Raw("$-1\r\n"u8);
    }

    public void NullArray()
    {
        if (ProtocolVersion >= 3) Raw("_\r\n"u8);
        else Raw("*-1\r\n"u8);
    }

    public void ArrayHeader(long count) => Line((byte)'*', count);

    /// <summary>A map of <paramref name="pairs"/> keys, each followed by its value.</summary>
    public void MapHeader(long pairs)
    {
        if (ProtocolVersion >= 3) Line((byte)'%', pairs);
        else Line((byte)'*', pairs * 2);
    }

    public void SetHeader(long count) => Line(ProtocolVersion >= 3 ? (byte)'~' : (byte)'*', count);

    public void PushHeader(long count) => Line(ProtocolVersion >= 3 ? (byte)'>' : (byte)'*', count);

    public void Boolean(bool value)
    {
        if (ProtocolVersion >= 3) Raw(value ? "#t\r\n"u8 : "#f\r\n"u8);
        else Integer(value ? 1 : 0);
    }

    /// <summary>A double: RESP3's own type, or a bulk string. 17 significant digits, as Redis 7.0 prints scores.</summary>
    public void Double(double value)
    {
        Span<byte> text = stackalloc byte[DoubleText.MaxBytes];
        var length = DoubleText.Format(value, text);
        if (ProtocolVersion < 3)
        {
            Bulk(text[..length]);
            return;
        }
        Byte((byte)',');
        Raw(text[..length]);
        Raw("\r\n"u8);
    }

    /// <summary>A verbatim string (RESP3) of a three-letter format, or a bulk string (RESP2).</summary>
    public void Verbatim(ReadOnlySpan<byte> format, ReadOnlySpan<byte> text)
    {
        if (ProtocolVersion < 3)
        {
            Bulk(text);
            return;
        }
        Line((byte)'=', text.Length + 4);
        Raw(format[..3]);
        Byte((byte)':');
        Raw(text);
        Raw("\r\n"u8);
    }

    /// <summary>Bytes that are RESP already.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _segment.Length - _end)
        {
            var room = _segment.Length - _end;
            bytes[..room].CopyTo(_segment.AsSpan(_end));
            Advance(room);
            bytes = bytes[room..];
            NextSegment();
        }
        bytes.CopyTo(_segment.AsSpan(_end));
        Advance(bytes.Length);
    }

    /// <summary>The next bytes to send, without removing them; empty when nothing is pending.</summary>
    public ArraySegment<byte> Peek() =>
        _full.TryPeek(out var chunk) ? chunk[_taken..] : new ArraySegment<byte>(_segment, _start, _end - _start);

    /// <summary>Takes away the first <paramref name="bytes"/> of what <see cref="Peek"/> shows.</summary>
    public void Take(int bytes)
    {
        if (!_full.TryPeek(out var chunk))
        {
            _start += bytes;
            if (_start == _end) _start = _end = 0;
            return;
        }
        _taken += bytes;
        _fullBytes -= bytes;
        if (_taken < chunk.Count) return;
        _full.Dequeue();
        _taken = 0;
        ArrayPool<byte>.Shared.Return(chunk.Array!);
    }

    /// <summary>Whether <see cref="Trim"/> might give something back.</summary>
    public bool HoldsSegment => _segment.Length > 0;

    /// <summary>Gives the buffer back when nothing is pending.</summary>
    public void Trim()
    {
        if (PendingBytes == 0) Release();
    }

    /// <summary>A place in the output to which <see cref="Rewind"/> can return, as long as nothing was taken or trimmed since.</summary>
    public Mark Position => new(_full.Count, _end);

    /// <summary>Drops everything that was written after <paramref name="mark"/>.</summary>
    public void Rewind(Mark mark)
    {
        if (_full.Count == mark.FullSegments)
        {
            TotalBytes -= _end - mark.End;
            _end = mark.End;
            return;
        }
        RewindSegments(mark);
    }

    public void Dispose()
    {
        while (_full.TryDequeue(out var chunk)) ArrayPool<byte>.Shared.Return(chunk.Array!);
        _fullBytes = _taken = 0;
        Release();
    }

    private void Release()
    {
        if (_segment.Length > 0) ArrayPool<byte>.Shared.Return(_segment);
        _segment = [];
        _start = _end = 0;
    }

    private void RewindSegments(Mark mark)
    {
        // Rare (a reply of several segments is taken back): rotate the queue once, keeping the segments before the mark.
        if (_segment.Length > 0) ArrayPool<byte>.Shared.Return(_segment);
        TotalBytes -= _end - _start;
        var count = _full.Count;
        for (var i = 0; i < count; i++)
        {
            var chunk = _full.Dequeue()[_taken..];
            _taken = 0;
            if (i < mark.FullSegments)
            {
                _full.Enqueue(chunk);
                continue;
            }
            _fullBytes -= chunk.Count;
            if (i > mark.FullSegments)
            {
                TotalBytes -= chunk.Count;
                ArrayPool<byte>.Shared.Return(chunk.Array!);
                continue;
            }
            TotalBytes -= chunk.Offset + chunk.Count - mark.End;
            _segment = chunk.Array!;
            _start = chunk.Offset;
            _end = mark.End;
        }
    }

    private void NextSegment()
    {
        if (_segment.Length > 0)
        {
            _full.Enqueue(new ArraySegment<byte>(_segment, _start, _end - _start));
            _fullBytes += _end - _start;
        }
        _segment = ArrayPool<byte>.Shared.Rent(_segmentBytes);
        _start = _end = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(int count)
    {
        _end += count;
        TotalBytes += count;
    }

    private void Byte(byte value)
    {
        if (_end == _segment.Length) NextSegment();
        _segment[_end] = value;
        Advance(1);
    }

    private void Line(byte type, long value)
    {
        if (_segment.Length - _end >= MaxLineBytes)
        {
            Advance(Header(_segment.AsSpan(_end), type, value));
            return;
        }
        Span<byte> line = stackalloc byte[MaxLineBytes];
        Raw(line[..Header(line, type, value)]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Header(Span<byte> target, byte type, long value)
    {
        target[0] = type;
        int digits;
        if ((ulong)value < 10)
        {
            target[1] = (byte)('0' + value);
            digits = 1;
        }
        else
        {
            Utf8Formatter.TryFormat(value, target[1..], out digits);
        }
        target[digits + 1] = (byte)'\r';
        target[digits + 2] = (byte)'\n';
        return digits + 3;
    }

    /// <summary>See <see cref="Position"/>.</summary>
    public readonly record struct Mark(int FullSegments, int End);
}

/// <summary>Sees the text of an error reply.</summary>
public delegate void ErrorObserver(ReadOnlySpan<byte> text);
