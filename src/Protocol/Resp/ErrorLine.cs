using System.Buffers.Text;

namespace AkkaCache.Protocol.Resp;

/// <summary>An error text under construction in a buffer on the stack.</summary>
internal ref struct ErrorLine(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    /// <summary>A client's bytes, as C's %.Ns prints them: at most <paramref name="maxBytes"/>, and only up to a NUL.</summary>
    public void AddText(ReadOnlySpan<byte> text, int maxBytes)
    {
        if (text.Length > maxBytes) text = text[..maxBytes];
        var nul = text.IndexOf((byte)0);
        Add(nul < 0 ? text : text[..nul]);
    }

    public void AddNumber(int value)
    {
        Utf8Formatter.TryFormat(value, _buffer[_length..], out var digits);
        _length += digits;
    }

    public void AddUpperCase(ReadOnlySpan<byte> text)
    {
        foreach (var c in text) _buffer[_length++] = c is >= (byte)'a' and <= (byte)'z' ? (byte)(c - 32) : c;
    }
}
