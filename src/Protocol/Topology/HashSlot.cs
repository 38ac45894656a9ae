using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Protocol.Topology;

/// <summary>The slot of a key, exactly as Redis Cluster computes it: CRC16 of the key, or of its hash tag, modulo 16384.</summary>
/// <remarks>
/// <para>
/// The CRC is CRC-16/XMODEM: polynomial 0x1021, start 0, no reflection. It is computed eight bytes at a time by eight tables,
/// table k holding the CRC of a byte that k zero bytes follow; since a CRC is linear, the CRC of eight bytes is the XOR of eight
/// look-ups, and the running CRC is simply added to the first two bytes (Kounavis and Berry, "A systematic approach to building
/// high performance software-based CRC generators", 2005).
/// </para>
/// <para>
/// The hash tag is what stands between the first '{' and the first '}' behind it, unless that is empty. It puts keys that
/// commands use together into one slot. Source: Redis Cluster specification, "Hash tags".
/// </para>
/// </remarks>
public static class HashSlot
{
    /// <summary>Slots of a cluster. Part of the Redis Cluster protocol, never to change.</summary>
    public const int Count = 16384;

    private const int Slices = 8;
    private const int Polynomial = 0x1021;

    private static readonly ushort[] Table = BuildTable();

    /// <summary>The slot of <paramref name="key"/>, 0 to 16383. O(length), allocates nothing.</summary>
    public static int Of(ReadOnlySpan<byte> key)
    {
        var open = key.IndexOf((byte)'{');
        if (open >= 0) key = Tag(key, open);
        return Crc16(key) & (Count - 1);
    }

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> key, int open)
    {
        var tag = key[(open + 1)..];
        var length = tag.IndexOf((byte)'}');
        return length > 0 ? tag[..length] : key;
    }

    /// <summary>CRC-16/XMODEM of <paramref name="bytes"/>.</summary>
    internal static int Crc16(ReadOnlySpan<byte> bytes)
    {
        // Every index is a byte plus a constant slice, so it lies within the table.
        ref var table = ref MemoryMarshal.GetArrayDataReference(Table);
        var crc = 0;
        while (bytes.Length >= Slices)
        {
            crc = At(ref table, 7, (crc >> 8) ^ bytes[0]) ^ At(ref table, 6, (crc & 0xff) ^ bytes[1])
                ^ At(ref table, 5, bytes[2]) ^ At(ref table, 4, bytes[3])
                ^ At(ref table, 3, bytes[4]) ^ At(ref table, 2, bytes[5])
                ^ At(ref table, 1, bytes[6]) ^ At(ref table, 0, bytes[7]);
            bytes = bytes[Slices..];
        }
        foreach (var b in bytes) crc = ((crc << 8) & 0xffff) ^ At(ref table, 0, (crc >> 8) ^ b);
        return crc;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int At(ref ushort table, int slice, int index) => Unsafe.Add(ref table, slice * 256 + index);

    private static ushort[] BuildTable()
    {
        var table = new ushort[Slices * 256];
        for (var i = 0; i < 256; i++)
        {
            var crc = i << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            table[i] = (ushort)crc;
        }
        for (var i = 256; i < table.Length; i++)
        {
            var before = table[i - 256];
            table[i] = (ushort)((before << 8) ^ table[before >> 8]);
        }
        return table;
    }
}
