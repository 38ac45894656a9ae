using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Wire;

/// <summary>Reads what <see cref="FieldWriter"/> wrote. Each method takes its bytes or throws <see cref="WireFormatException"/>, and allocates only what the bytes at hand pay for.</summary>
internal ref struct FieldReader(ReadOnlyMemory<byte> frame)
{
    private readonly ReadOnlySpan<byte> _bytes = frame.Span;

    /// <summary>Offset of the next byte, at most the length.</summary>
    private int _at;

    /// <summary>Names of the current message, in the order in which they came.</summary>
    private List<NodeId>? _names;

    public readonly int Offset => _at;

    public readonly int Left => _bytes.Length - _at;

    /// <summary>Names are numbered anew in each message.</summary>
    public readonly void ForgetNames() => _names?.Clear();

    public byte Byte()
    {
        if (_at == _bytes.Length) ThrowCut();
        return _bytes[_at++];
    }

    /// <summary>Takes the next byte if it is this one.</summary>
    public bool TryTake(byte value)
    {
        if (_at < _bytes.Length && _bytes[_at] != value) return false;
        _ = Byte();
        return true;
    }

    public bool Flag()
    {
        var value = Byte();
        if (value > 1) WireFormatException.Throw(_at - 1, "flag", value, 1);
        return value == 1;
    }

    public long Number(long limit = long.MaxValue, string what = "number")
    {
        var start = _at;
        var value = Unsigned();
        if (value > (ulong)limit) WireFormatException.Throw(start, what, value, limit);
        return (long)value;
    }

    public int Int() => (int)Number(int.MaxValue);

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Partition() => (int)Number(WireLimits.Partitions - 1, "partition");

    /// <summary>How many of something follow: at most <paramref name="limit"/>, and as many as fit into the bytes left at <paramref name="leastBytes"/> each.</summary>
    public int Count(int limit, int leastBytes, string what)
    {
        var start = _at;
        var count = (int)Number(limit, what);
        if (count * leastBytes > Left) WireFormatException.Throw(start, $"{what} = {count}: {Left} bytes are left");
        return count;
    }

    public NodeId Node()
    {
        var start = _at;
        var number = Int();
        if (number == 0) return NodeId.None;
        _names ??= [];
        if (number <= _names.Count) return _names[number - 1];
        if (number > _names.Count + 1) WireFormatException.Throw(start, "name", (ulong)number, _names.Count + 1);
        var name = new NodeId(Text());
        _names.Add(name);
        return name;
    }

    public ImmutableArray<NodeId> Nodes(string what)
    {
        var nodes = new NodeId[Count(WireLimits.Nodes, 1, what)];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = Node();
        return ImmutableCollectionsMarshal.AsImmutableArray(nodes);
    }

    /// <summary>The next bytes, not copied.</summary>
    public ReadOnlyMemory<byte> Slice(long length)
    {
        if (length > Left) ThrowCut();
        var slice = frame.Slice(_at, (int)length);
        _at += (int)length;
        return slice;
    }

    private string Text()
    {
        var start = _at;
        var length = (int)Number(WireLimits.NameBytes, "name bytes");
        var bytes = Slice(length).Span;
        if (bytes.IsEmpty || !Utf8.IsValid(bytes)) WireFormatException.Throw(start, "a name that is empty or no UTF-8");
        var text = Encoding.UTF8.GetString(bytes);
        if (text.Length > NodeId.MaxLength) WireFormatException.Throw(start, "name characters", (ulong)text.Length, NodeId.MaxLength);
        return text;
    }

    private ulong Unsigned()
    {
        var start = _at;
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            if (shift == 63 && next > 1) break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        WireFormatException.Throw(start, "a number of more than 64 bits");
        return 0;
    }

    private readonly void ThrowCut() => WireFormatException.Throw(_bytes.Length, "the frame ends within a message");
}
