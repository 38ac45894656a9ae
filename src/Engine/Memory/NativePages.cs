using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Memory;

/// <summary>Blocks of 1 to 64 KB for all stores of the process, cut from regions that the processor can map as one huge page each.</summary>
/// <remarks>
/// <para>
/// A look-up in a large cache misses the processor's table of addresses as often as its caches, and under virtualisation each such miss is dear. With
/// pages of 2 MB the table covers a thousand times more. The C library's allocator does not ask for them, and hundreds of
/// partitions that grow in small steps cannot each have regions of their own; so they share.
/// </para>
/// <para>
/// A buddy system (Knuth, TAOCP 1, §2.5): blocks are powers of two at multiples of their size; a block that becomes free is joined with its
/// other half if that is free too. The first 4 KB of a region hold, for each kilobyte, the size of the free block that begins there. Free blocks
/// of a size hang in a list through themselves. A wholly free region goes back to where it came from. Other sizes are the C library's.
/// </para>
/// </remarks>
internal static unsafe class NativePages
{
    public const int MinBytes = 1 << LeafShift;
    public const int MaxBytes = MinBytes << MaxOrder;

    private const int LeafShift = 10;
    private const int MaxOrder = 6;
    private const int Leaves = RegionSupply.RegionBytes / MinBytes;

    /// <summary>Leaves of the header.</summary>
    private const int HeaderLeaves = 4;

    private static readonly Lock Door = new();
    private static readonly Free** Lists = (Free**)NativeMemory.AllocZeroed(MaxOrder + 1, (nuint)sizeof(Free*));

    /// <summary>A block that begins on a cache line. Contents unspecified.</summary>
    public static void* Allocate(int bytes)
    {
        if (!IsShared(bytes)) return NativeMemory.AlignedAlloc((nuint)bytes, CacheLines.Bytes);
        var order = OrderOf(bytes);
        lock (Door)
        {
            var from = order;
            while (from <= MaxOrder && Lists[from] == null) from++;
            if (from > MaxOrder)
            {
                AddRegion();
                from = order;
                while (Lists[from] == null) from++;
            }
            var block = Lists[from];
            var region = RegionOf(block);
            Unlink(block, from, region);
            while (from > order)
            {
                from--;
                Link((Free*)((byte*)block + (MinBytes << from)), from, region);
            }
            region->UsedLeaves += 1 << order;
            return block;
        }
    }

    /// <summary>Gives a block back; <paramref name="bytes"/> as it was asked for.</summary>
    public static void Release(void* block, int bytes)
    {
        if (!IsShared(bytes))
        {
            NativeMemory.AlignedFree(block);
            return;
        }
        var order = OrderOf(bytes);
        lock (Door)
        {
            var region = RegionOf(block);
            region->UsedLeaves -= 1 << order;
            var leaf = LeafOf(block);
            for (; order < MaxOrder; order++)
            {
                var buddy = leaf ^ (1 << order);
                if (region->FreeOrders[buddy] != order + 1) break;
                Unlink((Free*)AddressOf(region, buddy), order, region);
                leaf = Math.Min(leaf, buddy);
            }
            Link((Free*)AddressOf(region, leaf), order, region);
            if (region->UsedLeaves == 0) RemoveRegion(region);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsShared(int bytes) => bytes is >= MinBytes and <= MaxBytes && BitOperations.IsPow2(bytes);

    private static int OrderOf(int bytes) => BitOperations.Log2((uint)bytes) - LeafShift;

    private static Region* RegionOf(void* block) => (Region*)((nuint)block & ~((nuint)RegionSupply.RegionBytes - 1));

    private static int LeafOf(void* block) => (int)(((nuint)block & (RegionSupply.RegionBytes - 1)) >> LeafShift);

    private static byte* AddressOf(Region* region, int leaf) => (byte*)region + ((long)leaf << LeafShift);

    private static void AddRegion()
    {
        var region = (Region*)RegionSupply.Take();
        NativeMemory.Clear(region, (nuint)sizeof(Region));
        for (var leaf = HeaderLeaves; leaf < Leaves;)
        {
            var order = Math.Min(MaxOrder, BitOperations.TrailingZeroCount(leaf));
            Link((Free*)AddressOf(region, leaf), order, region);
            leaf += 1 << order;
        }
    }

    private static void RemoveRegion(Region* region)
    {
        for (var leaf = HeaderLeaves; leaf < Leaves;)
        {
            var order = region->FreeOrders[leaf] - 1;
            Unlink((Free*)AddressOf(region, leaf), order, region);
            leaf += 1 << order;
        }
        RegionSupply.Return(region);
    }

    private static void Link(Free* block, int order, Region* region)
    {
        block->Previous = null;
        block->Next = Lists[order];
        if (block->Next != null) block->Next->Previous = block;
        Lists[order] = block;
        region->FreeOrders[LeafOf(block)] = (byte)(order + 1);
    }

    private static void Unlink(Free* block, int order, Region* region)
    {
        if (block->Previous == null) Lists[order] = block->Next;
        else block->Previous->Next = block->Next;
        if (block->Next != null) block->Next->Previous = block->Previous;
        region->FreeOrders[LeafOf(block)] = 0;
    }

    private struct Free
    {
        public Free* Next;
        public Free* Previous;
    }

    private struct Region
    {
        public int UsedLeaves;

        /// <summary>For each leaf: 1 + the order of the free block that begins there, 0 elsewhere.</summary>
        public fixed byte FreeOrders[Leaves];
    }
}
