using System.Buffers.Binary;
using System.Text;

namespace AkkaCache.Protocol.Frames;

/// <summary>Fields one behind the other: little-endian numbers, texts as their length (2 bytes) and UTF-8.</summary>
internal sealed class FieldWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public FieldWriter Byte(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public FieldWriter UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(2), checked((ushort)value));
        return this;
    }

    public FieldWriter Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);
        return this;
    }

    public FieldWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        return this;
    }

    public FieldWriter Text(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        UInt16(bytes);
        Encoding.UTF8.GetBytes(text, Room(bytes));
        return this;
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, Math.Max(_length + bytes, _bytes.Length * 2));
        var room = _bytes.AsSpan(_length, bytes);
        _length += bytes;
        return room;
    }
}
