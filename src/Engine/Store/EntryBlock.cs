using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AkkaCache.Engine.Store;

/// <summary>How key and value lie in an entry's block.</summary>
/// <remarks>
/// Key length, key, then of a string: value length, value; of a board: its place in the board table (4 bytes). Lengths
/// are 7 bits a byte, the lowest first, the high bit set when more follow, so key and value of a usual entry cost 2 bytes of
/// lengths. The key comes first so that a value whose length changes in width leaves it in place.
/// </remarks>
internal static unsafe class EntryBlock
{
    public const int BoardBytes = sizeof(int);

    private const int MaxLengthBytes = 5;

    /// <summary>Lengths below this take one byte: the case that is written out where it is read, the rest is a call.</summary>
    private const int OneByteLengths = 0x80;

    /// <summary>Bytes of a block for a string.</summary>
    public static int StringBytes(int keyLength, int valueLength) => Sum(keyLength, (long)LengthBytes(valueLength) + valueLength);

    /// <summary>Bytes of a block for a board.</summary>
    public static int BoardEntryBytes(int keyLength) => Sum(keyLength, BoardBytes);

    public static ReadOnlySpan<byte> Key(byte* block)
    {
        int length = *block;
        if (length < OneByteLengths)
            return new ReadOnlySpan<byte>(block + 1, length);
        length = ReadLongLength(block, out var at);
        return new ReadOnlySpan<byte>(at, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool KeyEquals(byte* block, ReadOnlySpan<byte> key)
    {
        int length = *block;
        if (length < OneByteLengths)
            return length == key.Length && key.SequenceEqual(new ReadOnlySpan<byte>(block + 1, length));
        return key.SequenceEqual(Key(block));
    }

    public static Span<byte> Value(byte* block)
    {
        var at = AfterKey(block);
        int length = *at;
        if (length < OneByteLengths)
            return new Span<byte>(at + 1, length);
        length = ReadLongLength(at, out at);
        return new Span<byte>(at, length);
    }

    public static void WriteKey(byte* block, ReadOnlySpan<byte> key)
    {
        var at = WriteLength(block, key.Length);
        key.CopyTo(new Span<byte>(at, key.Length));
    }

    /// <summary>Writes the value behind the key. <paramref name="value"/> may lie in this very block.</summary>
    public static void WriteValue(byte* block, ReadOnlySpan<byte> value)
    {
        // A part of the old value is no longer than it was, so its length takes no more room and overwrites none of it; a part of the key lies in front.
        var at = WriteLength(AfterKey(block), value.Length);
        value.CopyTo(new Span<byte>(at, value.Length));
    }

    /// <summary>Changes the value's length in place, keeps its prefix, zero-fills growth. Returns the whole value.</summary>
    public static Span<byte> ResizeValue(byte* block, int newLength)
    {
        var old = Value(block);
        var keep = Math.Min(old.Length, newLength);
        var at = AfterKey(block);
        var value = new Span<byte>(at + LengthBytes(newLength), newLength);
        old[..keep].CopyTo(value);
        value[keep..].Clear();
        WriteLength(at, newLength);
        return value;
    }

    public static int Board(byte* block) => Unsafe.ReadUnaligned<int>(AfterKey(block));

    public static void WriteBoard(byte* block, int board) => Unsafe.WriteUnaligned(AfterKey(block), board);

    private static int Sum(int keyLength, long rest)
    {
        var bytes = LengthBytes(keyLength) + keyLength + rest;
        if (bytes > int.MaxValue)
            ThrowTooLong(bytes);
        return (int)bytes;
    }

    private static int LengthBytes(int length) => (BitOperations.Log2((uint)length) + 7) / 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* AfterKey(byte* block)
    {
        int length = *block;
        if (length < OneByteLengths)
            return block + 1 + length;
        length = ReadLongLength(block, out var at);
        return at + length;
    }

    private static int ReadLongLength(byte* from, out byte* after)
    {
        var length = 0;
        for (var shift = 0; shift < 7 * MaxLengthBytes; shift += 7)
        {
            int next = *from++;
            length |= (next & 0x7f) << shift;
            if (next < OneByteLengths)
                break;
        }
        after = from;
        return length;
    }

    private static byte* WriteLength(byte* to, int length)
    {
        var rest = (uint)length;
        for (; rest >= OneByteLengths; rest >>= 7)
            *to++ = (byte)(rest | OneByteLengths);
        *to++ = (byte)rest;
        return to;
    }

    [DoesNotReturn]
    private static void ThrowTooLong(long bytes) => throw new ArgumentException($"key and value of {bytes} bytes: at most {int.MaxValue} together");
}
