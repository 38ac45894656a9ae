using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;

namespace AkkaCache.Client.Requests;

/// <summary>Commands as the wire has them, in an array of the request's own: an array of bulk strings each. Used again and again.</summary>
internal sealed class CommandBytes
{
    /// <summary>Kept between uses; longer commands give their array back to the pool.</summary>
    private const int RetainedBytes = 1024;

    /// <summary>Likewise, places of keys.</summary>
    private const int RetainedKeys = 64;

    /// <summary>A type byte, ten digits, CR LF, and the CR LF behind an argument.</summary>
    private const int FrameBytes = 15;

    private byte[] _bytes = new byte[128];
    private int _length;
    private int _argumentsLeft;

    /// <summary>Where keys but the first lie; made when there are any.</summary>
    private List<(int Offset, int Length)>? _moreKeys;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public int Length => _length;

    /// <summary>Where the first key of the first command lies.</summary>
    public int KeyOffset { get; private set; }

    /// <summary>-1: there is none.</summary>
    public int KeyLength { get; private set; } = -1;

    public ReadOnlySpan<byte> FirstKey => _bytes.AsSpan(KeyOffset, KeyLength);

    public int KeyCount => KeyLength < 0 ? 0 : 1 + (_moreKeys?.Count ?? 0);

    /// <summary>There may be keys that were not added as such: the caller put the command together.</summary>
    public bool HasUnknownKeys { get; set; }

    public ReadOnlySpan<byte> KeyAt(int index) => index == 0 ? FirstKey : _bytes.AsSpan(_moreKeys![index - 1].Offset, _moreKeys[index - 1].Length);

    /// <summary>Begins a command of so many arguments, its name included.</summary>
    public CommandBytes Begin(int arguments)
    {
        Debug.Assert(_argumentsLeft == 0, "the command before is not whole");
        Header((byte)'*', arguments);
        _argumentsLeft = arguments;
        return this;
    }

    public CommandBytes Add(ReadOnlySpan<byte> argument)
    {
        argument.CopyTo(Argument(argument.Length));
        return End();
    }

    public CommandBytes Add(in CacheKey text)
    {
        text.CopyTo(Argument(text.ByteCount));
        return End();
    }

    public CommandBytes AddKey(in CacheKey key)
    {
        var length = key.ByteCount;
        key.CopyTo(Argument(length));
        if (KeyLength < 0) (KeyOffset, KeyLength) = (_length - length, length);
        else (_moreKeys ??= []).Add((_length - length, length));
        return End();
    }

    public CommandBytes Add(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        return Add(digits[..length]);
    }

    public CommandBytes Add(double number)
    {
        if (double.IsPositiveInfinity(number)) return Add("+inf"u8);
        if (double.IsNegativeInfinity(number)) return Add("-inf"u8);
        if (double.IsNaN(number)) throw new CacheException(CacheErrorCode.InvalidScore, "score = NaN: must be a number");
        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out var length, "R", System.Globalization.CultureInfo.InvariantCulture);
        return Add(text[..length]);
    }

    public void Clear()
    {
        if (_bytes.Length > RetainedBytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = new byte[128];
        }
        _length = 0;
        _argumentsLeft = 0;
        KeyOffset = 0;
        KeyLength = -1;
        HasUnknownKeys = false;
        if (_moreKeys is { Count: > RetainedKeys }) _moreKeys = null;
        else _moreKeys?.Clear();
    }

    private Span<byte> Argument(int length)
    {
        _argumentsLeft--;
        Header((byte)'$', length);
        Reserve(length + 2);
        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }

    private CommandBytes End()
    {
        _bytes[_length++] = (byte)'\r';
        _bytes[_length++] = (byte)'\n';
        return this;
    }

    private void Header(byte type, int number)
    {
        Reserve(FrameBytes);
        _bytes[_length++] = type;
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(_length), out var digits);
        _length += digits;
        End();
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length >= bytes) return;
        var size = Math.Max(_length + bytes, _bytes.Length * 2);
        var larger = size > RetainedBytes ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
        Span.CopyTo(larger);
        if (_bytes.Length > RetainedBytes) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
