namespace AkkaCache.Protocol.Vectors;

/// <summary>A command vector that is put together, in memory of its own. May be used again after <see cref="Clear"/>.</summary>
public sealed class VectorBuffer
{
    private byte[] _bytes = [];
    private ArgumentRange[] _ranges = [];
    private int _length;
    private int _count;

    /// <summary>What was added so far. Valid until the next change.</summary>
    public CommandVector Vector => new(_bytes.AsSpan(0, _length), _ranges.AsSpan(0, _count));

    public void Clear() => _length = _count = 0;

    public VectorBuffer Add(ReadOnlySpan<byte> argument)
    {
        if (_bytes.Length - _length < argument.Length) Array.Resize(ref _bytes, Math.Max(_length + argument.Length, 2 * _bytes.Length));
        if (_ranges.Length == _count) Array.Resize(ref _ranges, Math.Max(4, 2 * _count));
        argument.CopyTo(_bytes.AsSpan(_length));
        _ranges[_count++] = new ArgumentRange(_length, argument.Length);
        _length += argument.Length;
        return this;
    }

    public VectorBuffer Add(ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(number, digits, out var length);
        return Add(digits[..length]);
    }
}
