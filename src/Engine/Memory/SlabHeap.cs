using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Memory;

/// <summary>Native memory for many small blocks of any size, addressed by 32-bit handles; the garbage collector sees none of it.</summary>
/// <remarks>
/// <para>
/// Blocks up to <see cref="MaxSmallBytes"/> are cut from segments in steps of 8 bytes, without a header: whoever holds a block
/// knows its size. A cache lives for months while the sizes of its values drift, so memory freed at one size has to become usable
/// at another. Therefore free neighbours are joined at once (Knuth, TAOCP 1, §2.5, boundary tags), but the tags lie in the
/// free blocks themselves and in one bit per 8 bytes beside the segment: 1.6 %, where a header per block would be 8 bytes.
/// </para>
/// <para>
/// Free blocks hang in doubly linked lists, one per size up to 1 KB and one per power of two above. Allocation takes the exact size or
/// else splits the smallest larger class that a bitmap names. Both directions are O(1). A free block holds: next, previous,
/// its size in granules, and the size again in its last four bytes; hence no block is under 16 bytes.
/// Invariants: no two free blocks are neighbours; the bits of a free block's first and last granule are set, those of a used
/// block, and those inside any block, are clear.
/// </para>
/// <para>
/// Handle: bit 31 set = large block, index below; else segment (18 bits, from 1) and granule (13 bits): 16 GB of small blocks per heap.
/// Rejected: slab pages per size class, which hold half a page per class and heap (256 partitions × 128 classes), and never give a page back while one
/// block in it lives.
/// </para>
/// </remarks>
public sealed unsafe class SlabHeap : IDisposable
{
    /// <summary>The largest segment: it is what the unluckiest allocation pays in page faults (16).</summary>
    public const int MaxSegmentBytes = 1 << (GranuleBits + GranuleShift);

    /// <summary>The longest block cut from a segment: beyond it, a block is an allocation of its own.</summary>
    public const int MaxSmallBytes = FreeLists.ExactGranules << GranuleShift;

    /// <summary>The least first segment: a heap with a few short blocks may be this small.</summary>
    private const int MinSegmentBytes = 512;

    /// <summary>The least later segment: blocks of half a kilobyte leave little at its end.</summary>
    private const int MinLaterSegmentBytes = 4096;

    /// <summary>A segment is this part of what is held: a node has 256 heaps of a few hundred kilobytes, and half a segment of each is unused.</summary>
    private const int GrowthDivisor = 32;

    /// <summary>Segments wholly free that are kept for the next allocation, so that a heap on the edge does not ask the system each time.</summary>
    private const int SpareSegments = 1;

    internal const int GranuleShift = 3;
    private const int GranuleBits = 13;
    private const uint GranuleMask = (1u << GranuleBits) - 1;
    private const uint LargeFlag = 1u << 31;
    private const int MaxSegments = 1 << (31 - GranuleBits);
    private const int MinGranules = FreeLists.MinGranules;

    /// <summary>Large blocks come in multiples of this, so that a value that grows a little stays where it is.</summary>
    private const int LargeStep = 64;

    private readonly int _firstSegmentBytes;
    private Segment* _segments;
    private int _segmentRoom;
    // Segments 1 .. _segmentCount-1 exist; 0 stays empty so that no handle is 0.
    private int _segmentCount = 1;
    private int _firstVacantSegment;
    private int _freeSegments;
    private FreeLists _free;
    private LargeBlocks? _large;
    private long _smallUsedBytes;
    private long _largeUsedBytes;
    private long _segmentBytes;

    /// <param name="firstSegmentBytes">Bytes of the first segment (512 to 64 KB); later ones are 4 to 64 KB, by what the heap holds.</param>
    public SlabHeap(int firstSegmentBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstSegmentBytes, MinSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstSegmentBytes, MaxSegmentBytes);
        _firstSegmentBytes = firstSegmentBytes & ~63;
    }

    /// <summary>Sum of <see cref="Charge"/> over the blocks held.</summary>
    public long UsedBytes => _smallUsedBytes + _largeUsedBytes;

    /// <summary>Bytes taken from the operating system: segments with their bits, large blocks, tables.</summary>
    public long HeldBytes => _segmentBytes + (long)_segmentRoom * sizeof(Segment) + _free.HeldBytes + (_large?.HeldBytes ?? 0);

    /// <summary>Bytes of the block that <see cref="Allocate"/> gives for <paramref name="bytes"/>: it may be used up to here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Capacity(int bytes) =>
        bytes <= MaxSmallBytes ? Granules(bytes) << GranuleShift : LargeCapacity(bytes);

    /// <summary>What a block of <paramref name="bytes"/> adds to <see cref="UsedBytes"/>: its capacity, and what a large one costs beside.</summary>
    public static int Charge(int bytes) =>
        bytes <= MaxSmallBytes ? Granules(bytes) << GranuleShift : LargeCapacity(bytes) + LargeBlocks.OverheadBytes;

    /// <summary>A block of at least <paramref name="bytes"/>, contents unspecified. Never 0. O(1).</summary>
    public uint Allocate(int bytes)
    {
        Debug.Assert(bytes >= 0, "negative size");
        if (bytes > MaxSmallBytes)
            return AllocateLarge(bytes);

        var granules = Granules(bytes);
        var block = _free.TakeAtLeast(granules, this, out var got);
        if (block == 0)
            block = AddSegment(granules, out got);
        var segment = _segments + (block >> GranuleBits);
        var first = (int)(block & GranuleMask);
        if (got == segment->Granules)
            _freeSegments--;
        segment->ClearBit(first);
        segment->ClearBit(first + got - 1);
        if (got > granules)
            AddFree(block + (uint)granules, got - granules);
        _smallUsedBytes += (long)granules << GranuleShift;
        return block;
    }

    /// <summary>Gives a block back. <paramref name="bytes"/> is the size it was asked with, or its capacity. O(1).</summary>
    public void Free(uint block, int bytes)
    {
        if ((block & LargeFlag) != 0)
        {
            FreeLarge(block);
            return;
        }

        var granules = Granules(bytes);
        _smallUsedBytes -= (long)granules << GranuleShift;
        var segment = _segments + (block >> GranuleBits);
        var first = (int)(block & GranuleMask);
        Debug.Assert(!segment->Bit(first), "freed twice");
        var after = first + granules;
        if (segment->Bit(after))
        {
            var size = TakeFree(block + (uint)granules);
            segment->ClearBit(after);
            segment->ClearBit(after + size - 1);
            granules += size;
        }
        if (first > 0 && segment->Bit(first - 1))
        {
            var size = *(int*)(segment->Blocks + ((long)first << GranuleShift) - sizeof(int));
            block -= (uint)size;
            TakeFree(block);
            segment->ClearBit(first - 1);
            segment->ClearBit(first - size);
            granules += size;
        }
        if (granules == segment->Granules && ++_freeSegments > SpareSegments)
            ReleaseSegment((int)(block >> GranuleBits));
        else
            AddFree(block, granules);
    }

    /// <summary>A block of at least <paramref name="newBytes"/> with the first min(old, new) bytes of this one, which is gone.</summary>
    public uint Resize(uint block, int bytes, int newBytes)
    {
        if (Capacity(newBytes) == Capacity(bytes))
            return block;
        if (bytes > MaxSmallBytes && newBytes > MaxSmallBytes)
        {
            var index = (int)(block & ~LargeFlag);
            var capacity = LargeCapacity(newBytes);
            _largeUsedBytes += capacity - _large!.Bytes(index);
            _large.Resize(index, capacity);
            return block;
        }
        var moved = Allocate(newBytes);
        var keep = Math.Min(bytes, newBytes);
        Span(block, keep).CopyTo(Span(moved, keep));
        Free(block, bytes);
        return moved;
    }

    /// <summary>The first <paramref name="bytes"/> bytes of a block, up to its capacity. Good until the block is freed or resized.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Span(uint block, int bytes) => new(Address(block), bytes);

    /// <summary>Where a block lies. Good until it is freed or resized.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Address(uint block) => (block & LargeFlag) == 0
        ? _segments[block >> GranuleBits].Blocks + ((block & GranuleMask) << GranuleShift)
        : _large!.Address((int)(block & ~LargeFlag));

    /// <summary>Capacity of a block longer than <see cref="MaxSmallBytes"/>; a shorter one's holder knows it.</summary>
    internal int LargeCapacityOf(uint block) => _large!.Bytes((int)(block & ~LargeFlag));

    /// <summary>Gives everything back. O(segments + large blocks). The heap is empty after it and may be used again.</summary>
    public void Dispose()
    {
        for (var i = 1; i < _segmentCount; i++)
            _segments[i].Release();
        NativeMemory.Free(_segments);
        _segments = null;
        _segmentRoom = _firstVacantSegment = _freeSegments = 0;
        _segmentCount = 1;
        _free.Dispose();
        _large?.Dispose();
        _large = null;
        _smallUsedBytes = _largeUsedBytes = _segmentBytes = 0;
    }

    /// <summary>Throws unless used and free blocks fill the segments exactly and every free block is marked, listed and not beside another. O(free blocks).</summary>
    internal void CheckInvariants()
    {
        long all = 0;
        for (var i = 1; i < _segmentCount; i++)
            all += _segments[i].Granules;
        var free = _free.CheckInvariants(this);
        if ((all - free) << GranuleShift != _smallUsedBytes)
            Invariant.Broken($"heap: {all} granules in segments, {free} free, {_smallUsedBytes} bytes used");
    }

    internal void CheckFree(uint block, int granules)
    {
        var segment = _segments + (block >> GranuleBits);
        var first = (int)(block & GranuleMask);
        var last = first + granules - 1;
        if (last >= segment->Granules || !segment->Bit(first) || !segment->Bit(last))
            Invariant.Broken($"heap: free block {block:x} of {granules} granules is not marked");
        if ((first > 0 && segment->Bit(first - 1)) || segment->Bit(last + 1))
            Invariant.Broken($"heap: free block {block:x} of {granules} granules lies beside another");
        if (((int*)(segment->Blocks + ((long)(last + 1) << GranuleShift)))[-1] != granules)
            Invariant.Broken($"heap: free block {block:x} of {granules} granules ends in another size");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Granules(int bytes) => Math.Max(MinGranules, (bytes + (1 << GranuleShift) - 1) >> GranuleShift);

    private static int LargeCapacity(int bytes)
    {
        var capacity = ((long)bytes + LargeStep - 1) & ~(long)(LargeStep - 1);
        return capacity <= int.MaxValue ? (int)capacity : bytes;
    }

    private void AddFree(uint block, int granules)
    {
        var segment = _segments + (block >> GranuleBits);
        var first = (int)(block & GranuleMask);
        segment->SetBit(first);
        segment->SetBit(first + granules - 1);
        _free.Add(block, granules, this);
    }

    private int TakeFree(uint block)
    {
        var granules = ((FreeLists.Link*)Address(block))->Granules;
        _free.Remove(block, granules, this);
        return granules;
    }

    /// <summary>A new segment as one free block that is in no list, its bits set.</summary>
    private uint AddSegment(int needed, out int granules)
    {
        var index = _firstVacantSegment;
        if (index != 0)
            _firstVacantSegment = _segments[index].NextVacant;
        else
            index = AddSegmentSlot();

        var bytes = _segmentBytes == 0 ? _firstSegmentBytes : (int)Math.Clamp(_segmentBytes / GrowthDivisor, MinLaterSegmentBytes, MaxSegmentBytes);
        // A power of two, as NativePages wants it.
        granules = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1 << BitOperations.Log2((uint)bytes) >> GranuleShift, needed + MinGranules));
        _segments[index] = Segment.Create(granules);
        _segmentBytes += _segments[index].HeldBytes;
        _freeSegments++;
        return (uint)index << GranuleBits;
    }

    private int AddSegmentSlot()
    {
        if (_segmentCount == MaxSegments)
            ThrowFull();
        if (_segmentCount >= _segmentRoom)
        {
            var room = Math.Max(8, _segmentRoom * 2);
            _segments = (Segment*)NativeMemory.Realloc(_segments, (nuint)room * (nuint)sizeof(Segment));
            _segments[0] = default;
            _segmentRoom = room;
        }
        return _segmentCount++;
    }

    private void ReleaseSegment(int index)
    {
        _freeSegments--;
        _segmentBytes -= _segments[index].HeldBytes;
        _segments[index].Release();
        _segments[index].NextVacant = _firstVacantSegment;
        _firstVacantSegment = index;
    }

    private uint AllocateLarge(int bytes)
    {
        _large ??= new LargeBlocks();
        var capacity = LargeCapacity(bytes);
        var index = _large.Allocate(capacity);
        _largeUsedBytes += capacity + LargeBlocks.OverheadBytes;
        return LargeFlag | (uint)index;
    }

    private void FreeLarge(uint block)
    {
        var index = (int)(block & ~LargeFlag);
        _largeUsedBytes -= _large!.Bytes(index) + LargeBlocks.OverheadBytes;
        _large.Free(index);
    }

    [DoesNotReturn]
    private static void ThrowFull() => throw new InvalidOperationException($"slab heap: {MaxSegments} segments of {MaxSegmentBytes} bytes are the most of one heap");
}
