namespace AkkaCache.Protocol.Vectors;

/// <summary>One command as a vector of byte strings, lying in a buffer that somebody else owns.</summary>
/// <remarks>
/// Every wire carries commands in this shape: the RESP socket, a client's frame, a forwarded command, an effect.
/// The bytes are valid until the call that received the vector returns; whoever keeps them copies them.
/// Argument 0 is the command's name.
/// </remarks>
public readonly ref struct CommandVector
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<ArgumentRange> _ranges;

    public CommandVector(ReadOnlySpan<byte> bytes, ReadOnlySpan<ArgumentRange> ranges)
    {
        _bytes = bytes;
        _ranges = ranges;
    }

    /// <summary>Number of arguments, the name included.</summary>
    public int Count => _ranges.Length;

    /// <summary>The arguments from <paramref name="index"/> on.</summary>
    public CommandVector From(int index) => new(_bytes, _ranges[index..]);

    /// <summary>Argument <paramref name="index"/>, without copying.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var range = _ranges[index];
            return _bytes.Slice(range.Offset, range.Length);
        }
    }
}
