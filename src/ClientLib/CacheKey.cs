using System.Text;

namespace AkkaCache.Client;

/// <summary>A key: text, which travels as UTF-8, or bytes. Made from either without a cast.</summary>
/// <remarks>What stands between the first '{' and the next '}' decides alone where a key lies, so keys with the same tag lie together: <c>{user:1}:cart</c>, <c>{user:1}:board</c>.</remarks>
public readonly struct CacheKey
{
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _bytes;

    private CacheKey(string text) => _text = text;

    private CacheKey(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Length in bytes.</summary>
    internal int ByteCount => _text is null ? _bytes.Length : Encoding.UTF8.GetByteCount(_text);

    /// <summary>A text that two keys have in common if and only if they are the same.</summary>
    internal string Identity
    {
        get
        {
            var bytes = new byte[ByteCount];
            CopyTo(bytes);
            return Encoding.Latin1.GetString(bytes);
        }
    }

    public static implicit operator CacheKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CacheKey(text);
    }

    public static implicit operator CacheKey(byte[] bytes) => new(bytes.AsMemory());

    public static implicit operator CacheKey(ReadOnlyMemory<byte> bytes) => new(bytes);

    public override string ToString() => _text ?? Encoding.UTF8.GetString(_bytes.Span);

    /// <summary>Writes the bytes if there is room for them, in one pass over the text.</summary>
    internal bool TryCopyTo(Span<byte> target, out int length)
    {
        if (_text is not null) return Encoding.UTF8.TryGetBytes(_text, target, out length);
        length = _bytes.Length;
        return _bytes.Span.TryCopyTo(target);
    }

    /// <summary>Writes the bytes; there is room for them.</summary>
    internal void CopyTo(Span<byte> target)
    {
        if (_text is null) _bytes.Span.CopyTo(target);
        else Encoding.UTF8.GetBytes(_text, target);
    }
}
