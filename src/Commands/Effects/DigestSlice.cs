using System.Buffers;
using System.Buffers.Binary;

namespace AkkaCache.Commands.Effects;

/// <summary>A part of a partition's content and its digest: what one copy says and another checks, both at the same effect.</summary>
/// <remarks>Either the keys between two positions of the scan, or a part of one long value. On the wire: seed, first, end, digest, all little-endian, then nothing or the key.</remarks>
/// <param name="Seed">Of the store: with another one the positions mean nothing.</param>
/// <param name="First">Position of the scan, or, of a part, its first byte or rank.</param>
/// <param name="End">Behind the last; up to 2^32 for positions.</param>
/// <param name="Key">Whose value this is a part of; null: it is a range of keys.</param>
/// <param name="Digest">Of the content.</param>
public sealed record DigestSlice(ulong Seed, long First, long End, byte[]? Key, UInt128 Digest)
{
    private const int NumberBytes = 8 + 8 + 8 + 16;

    /// <summary>Numbers, and a byte that says whether a key follows.</summary>
    private const int LeastBytes = NumberBytes + 1;

    public void Write(IBufferWriter<byte> target)
    {
        var bytes = target.GetSpan(LeastBytes + (Key?.Length ?? 0));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Seed);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], End);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[24..], Digest);
        bytes[NumberBytes] = Key is null ? (byte)0 : (byte)1;
        Key?.CopyTo(bytes[LeastBytes..]);
        target.Advance(LeastBytes + (Key?.Length ?? 0));
    }

    /// <summary>Null when the bytes are none, or name a range that no slice has.</summary>
    public static DigestSlice? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LeastBytes || bytes[NumberBytes] > 1) return null;
        var hasKey = bytes[NumberBytes] == 1;
        if (!hasKey && bytes.Length > LeastBytes) return null;
        var first = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        var end = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (first < 0 || end < first || end > (hasKey ? int.MaxValue : CopyDigester.Positions)) return null;
        if (hasKey ? end - first > CopyDigester.MaxPart : first == CopyDigester.Positions) return null;
        return new DigestSlice(BinaryPrimitives.ReadUInt64LittleEndian(bytes), first, end, hasKey ? bytes[LeastBytes..].ToArray() : null, BinaryPrimitives.ReadUInt128LittleEndian(bytes[24..]));
    }
}
