using System.Buffers.Binary;

namespace AkkaCache.Commands.Effects;

/// <summary>Bytes that are added at the end and dropped at the front, in an array that wraps around.</summary>
/// <remarks>Positions are counted from the front, so that a change of size does not move them; dropping does. A size is a power of two, or 0.</remarks>
internal struct ByteRing
{
    private byte[] _bytes = [];
    private int _head;

    public ByteRing()
    {
    }

    /// <summary>Bytes held, used or not.</summary>
    public readonly int Size => _bytes.Length;

    public int Used { get; private set; }

    /// <summary>Adds <paramref name="bytes"/> (at most what is free) for the caller to write, when they do not wrap around the end.</summary>
    public bool TryAddInOnePiece(int bytes, out Span<byte> added)
    {
        var from = (_head + Used) & (_bytes.Length - 1);
        if (from + bytes > _bytes.Length)
        {
            added = default;
            return false;
        }
        added = _bytes.AsSpan(from, bytes);
        Used += bytes;
        return true;
    }

    /// <summary>Adds <paramref name="bytes"/> (at most what is free) without writing them.</summary>
    public void Add(int bytes) => Used += bytes;

    public void Drop(int bytes)
    {
        _head = (_head + bytes) & (_bytes.Length - 1);
        Used -= bytes;
    }

    public void Clear() => _head = Used = 0;

    /// <summary>Moves to an array of another size, which holds what is used.</summary>
    public void Resize(int size)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        Read(0, bytes.AsSpan(0, Used));
        _bytes = bytes;
        _head = 0;
    }

    public readonly int ReadNumber(int at)
    {
        Span<byte> number = stackalloc byte[4];
        Read(at, number);
        return BinaryPrimitives.ReadInt32LittleEndian(number);
    }

    public readonly void WriteNumber(int at, int value)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        Write(at, number);
    }

    public readonly void Read(int at, scoped Span<byte> target)
    {
        if (target.IsEmpty) return;
        var from = (_head + at) & (_bytes.Length - 1);
        var first = Math.Min(target.Length, _bytes.Length - from);
        _bytes.AsSpan(from, first).CopyTo(target);
        _bytes.AsSpan(0, target.Length - first).CopyTo(target[first..]);
    }

    public readonly void Write(int at, scoped ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) return;
        var from = (_head + at) & (_bytes.Length - 1);
        var first = Math.Min(source.Length, _bytes.Length - from);
        source[..first].CopyTo(_bytes.AsSpan(from));
        source[first..].CopyTo(_bytes);
    }
}
