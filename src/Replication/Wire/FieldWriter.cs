using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Wire;

/// <summary>Writes the fields of one message: numbers, flags, names, bytes. <see cref="Flush"/> hands the last of them over.</summary>
/// <remarks>Values that the reader would refuse are mistakes of the caller: <see cref="ArgumentException"/>.</remarks>
/// <param name="names">Names written in this message, and their numbers from 1.</param>
internal ref struct FieldWriter(IBufferWriter<byte> output, Dictionary<NodeId, int> names)
{
    /// <summary>64 bits in groups of seven.</summary>
    private const int MaxNumberBytes = 10;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Span<byte> _room;
    private int _used;

    public void Byte(byte value)
    {
        Reserve(1);
        _room[_used++] = value;
    }

    public void Tag(MessageTag tag) => Byte((byte)tag);

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>LEB128: seven bits a byte, the lowest first.</summary>
    public void Number(long value)
    {
        if (value < 0) ThrowNegative(value);
        Unsigned((ulong)value);
    }

    /// <summary>Zig-zag: 0, -1, 1, -2 become 0, 1, 2, 3, so that small numbers of either sign are short.</summary>
    public void Signed(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Partition(int partition)
    {
        CheckPartition(partition);
        Number(partition);
    }

    public static void CheckPartition(int partition)
    {
        if ((uint)partition >= WireLimits.Partitions) ThrowOutside("partition", partition, WireLimits.Partitions - 1);
    }

    /// <summary>How many of something follow.</summary>
    public void Count(int count, int limit, string what)
    {
        if (count > limit) ThrowOutside(what, count, limit);
        Number(count);
    }

    /// <summary>0 is no node, 1 to n are names that this message had before, n + 1 is a new one: its length and its UTF-8 follow.</summary>
    public void Node(NodeId node)
    {
        if (node.IsNone)
        {
            Number(0);
            return;
        }
        if (names.TryGetValue(node, out var number))
        {
            Number(number);
            return;
        }
        names.Add(node, names.Count + 1);
        Number(names.Count);
        var length = Utf8.GetByteCount(node.Value);
        Number(length);
        Reserve(length);
        _used += Utf8.GetBytes(node.Value, _room[_used..]);
    }

    public void Nodes(ImmutableArray<NodeId> nodes, string what)
    {
        Count(nodes.AsSpan().Length, WireLimits.Nodes, what);
        foreach (var node in nodes.AsSpan()) Node(node);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Flush();
        output.Write(bytes);
    }

    public void Flush()
    {
        if (_used > 0) output.Advance(_used);
        _room = default;
        _used = 0;
    }

    private void Unsigned(ulong value)
    {
        Reserve(MaxNumberBytes);
        for (; value >= 0x80; value >>= 7) _room[_used++] = (byte)(value | 0x80);
        _room[_used++] = (byte)value;
    }

    private void Reserve(int size)
    {
        if (_room.Length - _used >= size) return;
        Flush();
        _room = output.GetSpan(size);
    }

    [DoesNotReturn]
    private static void ThrowNegative(long value) => throw new ArgumentOutOfRangeException(nameof(value), value, $"number = {value}: must be at least 0");

    [DoesNotReturn]
    private static void ThrowOutside(string what, int value, int limit) => throw new ArgumentOutOfRangeException(nameof(value), value, $"{what} = {value}: must be 0 to {limit}");
}
