using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Memory;

/// <summary>A run of native memory that a <see cref="SlabHeap"/> cuts blocks from, and a bit per 8 bytes that marks the ends of free blocks.</summary>
internal unsafe struct Segment
{
    public byte* Blocks;
    // One bit more than granules: the bit after the last is never set and ends the search for a free neighbour.
    private ulong* _bits;
    public int Granules;
    /// <summary>Of a released segment: the next released one, 0 at the end.</summary>
    public int NextVacant;

    public readonly long HeldBytes => ((long)Granules << SlabHeap.GranuleShift) + BitWords(Granules) * sizeof(ulong);

    public static Segment Create(int granules) => new()
    {
        Blocks = (byte*)NativePages.Allocate(granules << SlabHeap.GranuleShift),
        _bits = (ulong*)NativeMemory.AllocZeroed((nuint)BitWords(granules), sizeof(ulong)),
        Granules = granules,
    };

    public void Release()
    {
        NativePages.Release(Blocks, Granules << SlabHeap.GranuleShift);
        NativeMemory.Free(_bits);
        this = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Bit(int granule) => (_bits[granule >> 6] >> granule & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void SetBit(int granule) => _bits[granule >> 6] |= 1UL << granule;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void ClearBit(int granule) => _bits[granule >> 6] &= ~(1UL << granule);

    private static int BitWords(int granules) => (granules >> 6) + 1;
}
