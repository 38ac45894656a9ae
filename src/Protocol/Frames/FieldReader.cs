using System.Buffers.Binary;
using System.Text;

namespace AkkaCache.Protocol.Frames;

/// <summary>Reads what <see cref="FieldWriter"/> wrote. Past the end, or at a text that is too long, it fails once and for all: check <see cref="IsGood"/> at the end.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Every field that was asked for was there. Bytes behind the last are a later version's and ignored.</summary>
    public bool IsGood { get; private set; } = true;

    public byte Byte() => Take(1) is { Length: 1 } field ? field[0] : default;

    public ushort UInt16() => Take(2) is { Length: 2 } field ? BinaryPrimitives.ReadUInt16LittleEndian(field) : default;

    public int Int32() => Take(4) is { Length: 4 } field ? BinaryPrimitives.ReadInt32LittleEndian(field) : default;

    public long Int64() => Take(8) is { Length: 8 } field ? BinaryPrimitives.ReadInt64LittleEndian(field) : default;

    public string Text(int maxBytes)
    {
        int length = UInt16();
        if (length > maxBytes) IsGood = false;
        return Encoding.UTF8.GetString(Take(length));
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (!IsGood || bytes > _rest.Length)
        {
            IsGood = false;
            return default;
        }
        var field = _rest[..bytes];
        _rest = _rest[bytes..];
        return field;
    }
}
