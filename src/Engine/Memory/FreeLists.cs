using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Memory;

/// <summary>The free blocks of a <see cref="SlabHeap"/>: a list per size class and a bitmap of the classes that have any.</summary>
/// <remarks>Classes 2 to 128 hold blocks of exactly that many granules; the eight above hold 129-255, 256-511 and so on to 8192.</remarks>
internal unsafe struct FreeLists : IDisposable
{
    /// <summary>Lists up to this many granules (1 KB) hold one size each.</summary>
    public const int ExactGranules = 128;

    /// <summary>A free block must hold a <see cref="Link"/> and, in its last four bytes, its size: 16 bytes.</summary>
    public const int MinGranules = 2;

    private const int Classes = ExactGranules + 8;
    private const int Words = (Classes + 63) / 64;

    /// <summary>What lies in a free block. In one of 16 bytes the trailing size is the field behind these.</summary>
    public struct Link
    {
        public uint Next;
        public uint Previous;
        public int Granules;
    }

    // Classes heads, then Words words of bitmap; null before first use.
    private uint* _heads;

    public readonly long HeldBytes => _heads is null ? 0 : Bytes;

    private static int Bytes => Classes * sizeof(uint) + Words * sizeof(ulong);

    private readonly ulong* Bitmap => (ulong*)(_heads + Classes);

    /// <summary>Takes a block of exactly <paramref name="granules"/> or of at least two more (so that the rest is a block); 0 when there is none.</summary>
    public uint TakeAtLeast(int granules, SlabHeap heap, out int got)
    {
        got = 0;
        if (_heads is null)
            return 0;
        var sizeClass = _heads[granules] != 0 ? granules : FirstClassFrom(granules + MinGranules);
        if (sizeClass < 0)
            return 0;
        var block = _heads[sizeClass];
        got = ((Link*)heap.Address(block))->Granules;
        Remove(block, got, heap);
        return block;
    }

    public void Add(uint block, int granules, SlabHeap heap)
    {
        if (_heads is null)
            _heads = (uint*)NativeMemory.AllocZeroed((nuint)Bytes);
        var sizeClass = ClassOf(granules);
        var link = (Link*)heap.Address(block);
        var next = _heads[sizeClass];
        link->Next = next;
        link->Previous = 0;
        link->Granules = granules;
        ((int*)((byte*)link + ((long)granules << SlabHeap.GranuleShift)))[-1] = granules;
        if (next != 0)
            ((Link*)heap.Address(next))->Previous = block;
        else
            Bitmap[sizeClass >> 6] |= 1UL << sizeClass;
        _heads[sizeClass] = block;
    }

    public readonly void Remove(uint block, int granules, SlabHeap heap)
    {
        var link = *(Link*)heap.Address(block);
        if (link.Next != 0)
            ((Link*)heap.Address(link.Next))->Previous = link.Previous;
        if (link.Previous != 0)
        {
            ((Link*)heap.Address(link.Previous))->Next = link.Next;
            return;
        }
        var sizeClass = ClassOf(granules);
        _heads[sizeClass] = link.Next;
        if (link.Next == 0)
            Bitmap[sizeClass >> 6] &= ~(1UL << sizeClass);
    }

    /// <summary>Throws unless lists, bitmap and marks agree. Returns the granules that are free.</summary>
    public readonly long CheckInvariants(SlabHeap heap)
    {
        long free = 0;
        for (var sizeClass = 0; _heads is not null && sizeClass < Classes; sizeClass++)
        {
            if ((Bitmap[sizeClass >> 6] >> sizeClass & 1) != 0 != (_heads[sizeClass] != 0))
                Invariant.Broken($"heap: bit of class {sizeClass} is wrong");
            uint previous = 0;
            for (var block = _heads[sizeClass]; block != 0; previous = block, block = ((Link*)heap.Address(block))->Next)
            {
                var link = (Link*)heap.Address(block);
                if (ClassOf(link->Granules) != sizeClass || link->Previous != previous)
                    Invariant.Broken($"heap: free block {block:x} of {link->Granules} granules in class {sizeClass}, previous {link->Previous:x} instead of {previous:x}");
                heap.CheckFree(block, link->Granules);
                free += link->Granules;
            }
        }
        return free;
    }

    public void Dispose()
    {
        NativeMemory.Free(_heads);
        _heads = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ClassOf(int granules) => granules <= ExactGranules
        ? granules
        : ExactGranules + 1 + BitOperations.Log2((uint)granules) - BitOperations.Log2((uint)ExactGranules);

    private readonly int FirstClassFrom(int sizeClass)
    {
        var word = sizeClass >> 6;
        var bits = Bitmap[word] & ulong.MaxValue << sizeClass;
        while (bits == 0)
        {
            if (++word == Words)
                return -1;
            bits = Bitmap[word];
        }
        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
