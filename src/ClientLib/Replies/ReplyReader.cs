using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AkkaCache.Client.Replies;

/// <summary>Reads one whole reply, RESP3 or RESP2, from its first byte to its last.</summary>
/// <remarks>The bytes were cut by <see cref="ReplyCutter"/>, so they are complete; a reply of another kind than the caller expects is a <see cref="CacheException"/>.</remarks>
internal ref struct ReplyReader(ReadOnlySpan<byte> reply)
{
    private readonly ReadOnlySpan<byte> _reply = reply;
    private int _at;

    /// <summary>The link that the reply came over, where that matters.</summary>
    public object? Source { get; init; }

    /// <summary>The type byte of what comes next.</summary>
    public readonly byte Type => _at < _reply.Length ? _reply[_at] : (byte)0;

    public readonly bool IsNull => Type == '_' || (Type is (byte)'$' or (byte)'*' && _reply[_at + 1] == '-');

    public readonly bool IsError => Type is (byte)'-' or (byte)'!';

    /// <summary>An integer, also as a bulk or simple string.</summary>
    public long Integer()
    {
        var text = Bulk();
        return Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length ? value : Unexpected<long>("an integer");
    }

    /// <summary>A double, also as a bulk string or an integer.</summary>
    public double Double()
    {
        var text = Bulk();
        if (text.SequenceEqual("inf"u8)) return double.PositiveInfinity;
        if (text.SequenceEqual("-inf"u8)) return double.NegativeInfinity;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : Unexpected<double>("a number");
    }

    /// <summary>The bytes of a bulk, simple or verbatim string; not of a null.</summary>
    public ReadOnlySpan<byte> Bulk()
    {
        var type = Type;
        if (type is not ((byte)'$' or (byte)'=' or (byte)'!')) return type is (byte)'+' or (byte)',' or (byte)':' or (byte)'(' or (byte)'#' or (byte)'-' ? Line() : Unexpected<byte[]>("a string");
        var length = Length();
        var bytes = _reply.Slice(_at, length);
        _at += length + 2;
        return type == '=' ? bytes[4..] : bytes;
    }

    /// <summary>The number of elements that follow: of a map two for each pair. 0 for null.</summary>
    public int Aggregate()
    {
        var type = Type;
        if (type is not ((byte)'*' or (byte)'~' or (byte)'%' or (byte)'>' or (byte)'_')) return Unexpected<int>("an array");
        if (IsNull)
        {
            Line();
            return 0;
        }
        var count = Length();
        return type == '%' ? count * 2 : count;
    }

    public bool Boolean() => Type == '#' ? Line().SequenceEqual("t"u8) : Integer() != 0;

    /// <summary>The text of an error.</summary>
    public ReadOnlySpan<byte> Error() => Type == '!' ? Bulk() : Line();

    /// <summary>Passes over a null or a line.</summary>
    public ReadOnlySpan<byte> Line()
    {
        var rest = _reply[(_at + 1)..];
        var end = rest.IndexOf((byte)'\r');
        _at += end + 3;
        return rest[..end];
    }

    private int Length()
    {
        var text = Line();
        return Utf8Parser.TryParse(text, out int length, out _) ? length : Unexpected<int>("a length");
    }

    [DoesNotReturn]
    private readonly T Unexpected<T>(string wanted) => throw new CacheException(CacheErrorCode.Protocol, $"a reply of type '{(char)Type}' came where {wanted} was expected");
}
