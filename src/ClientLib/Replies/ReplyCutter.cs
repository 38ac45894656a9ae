using System.Buffers;
using System.Buffers.Text;

namespace AkkaCache.Client.Replies;

/// <summary>Finds the replies in the node's stream as it comes frame by frame. One that lies within a frame is a slice of it, one that spans frames is gathered.</summary>
/// <remarks>
/// What was looked at is not looked at again, so a reply of n elements in m frames costs O(n + bytes): the number of elements still to come is one counter, because it
/// does not matter at which depth they lie. Not thread-safe.
/// </remarks>
internal sealed class ReplyCutter : IDisposable
{
    /// <summary>The longest line that a type byte begins, but for texts: a length of 19 digits.</summary>
    private const int MaxHeaderDigits = 24;

    private byte[] _gathered = [];
    private int _length;

    /// <summary>Offset of the element that is read next, from the beginning of the reply.</summary>
    private int _at;

    /// <summary>Elements of the reply that have not been passed.</summary>
    private long _left = 1;

    /// <summary>Offset up to which no line end was found behind <see cref="_at"/>.</summary>
    private int _scanned;

    /// <summary>Takes the next reply from the front of <paramref name="stream"/>; what is left is moved into the cutter when it is not whole.</summary>
    /// <param name="reply">Valid until the next call.</param>
    /// <returns>False when the stream's bytes are used up.</returns>
    /// <exception cref="CacheException">The bytes are no replies.</exception>
    public bool TryTake(ref ReadOnlySpan<byte> stream, out ReadOnlySpan<byte> reply)
    {
        reply = default;
        if (_length == 0)
        {
            if (stream.IsEmpty) return false;
            if (TryPass(stream))
            {
                reply = stream[.._at];
                stream = stream[_at..];
                Restart();
                return true;
            }
            Gather(stream);
            stream = default;
            return false;
        }
        if (stream.IsEmpty) return false;
        var before = _length;
        Gather(stream);
        if (!TryPass(_gathered.AsSpan(0, _length)))
        {
            stream = default;
            return false;
        }
        reply = _gathered.AsSpan(0, _at);
        stream = stream[(_at - before)..];
        Restart();
        return true;
    }

    public void Dispose()
    {
        if (_gathered.Length > 0) ArrayPool<byte>.Shared.Return(_gathered);
        _gathered = [];
    }

    private void Restart()
    {
        _length = _at = _scanned = 0;
        _left = 1;
    }

    /// <summary>Goes over elements as far as they are there. True: the reply is whole and ends at <see cref="_at"/>.</summary>
    private bool TryPass(ReadOnlySpan<byte> bytes)
    {
        while (_left > 0)
        {
            if (_at >= bytes.Length) return false;
            var from = Math.Max(_scanned, _at + 1);
            if (from > bytes.Length) return false;
            var end = bytes[from..].IndexOf((byte)'\n');
            if (end < 0)
            {
                _scanned = bytes.Length;
                return false;
            }
            var next = from + end + 1;
            var header = bytes[(_at + 1)..(next - 2)];
            switch (bytes[_at])
            {
                case (byte)'$' or (byte)'=' or (byte)'!':
                    var length = Number(header);
                    if (length >= 0)
                    {
                        if (length > int.MaxValue - next - 2) throw NoReply();
                        if (bytes.Length < next + length + 2) return false;
                        next += (int)length + 2;
                    }
                    break;
                case (byte)'*' or (byte)'~' or (byte)'>':
                    _left += Math.Max(0, Number(header));
                    break;
                case (byte)'%' or (byte)'|':
                    _left += Math.Max(0, Number(header)) * 2;
                    break;
                case (byte)'+' or (byte)'-' or (byte)':' or (byte)',' or (byte)'#' or (byte)'_' or (byte)'(':
                    break;
                default:
                    throw NoReply();
            }
            _at = next;
            _scanned = 0;
            _left--;
        }
        return true;
    }

    private void Gather(ReadOnlySpan<byte> bytes)
    {
        if (_gathered.Length - _length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, _gathered.Length * 2));
            _gathered.AsSpan(0, _length).CopyTo(larger);
            Dispose();
            _gathered = larger;
        }
        bytes.CopyTo(_gathered.AsSpan(_length));
        _length += bytes.Length;
    }

    private static long Number(ReadOnlySpan<byte> digits) =>
        digits.Length <= MaxHeaderDigits && Utf8Parser.TryParse(digits, out long value, out var used) && used == digits.Length ? value : throw NoReply();

    private static CacheException NoReply() => new(CacheErrorCode.Protocol, "the node sent bytes that are no reply");
}
