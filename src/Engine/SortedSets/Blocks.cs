using System.Runtime.CompilerServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.SortedSets;

/// <summary>Storage of a board's blocks by number: nodes (32 bytes, walked by searches) apart from members (768 bytes, touched at the place found).</summary>
/// <remarks>
/// A million members are some 20 000 blocks: their nodes fit the processor's second cache, their members do not. The towers' upper
/// links have a heap of their own, so that they lie close together: among the members' records each would cost a page of its own.
/// Block 0 is the head: no members, all levels.
/// </remarks>
internal sealed unsafe class Blocks : IDisposable
{
    public const int Head = 0;

    /// <summary>First segment of the towers' heap: the head's 240 bytes and a few more.</summary>
    private const int FirstSegmentBytes = 512;

    private readonly SlabHeap _towers = new(FirstSegmentBytes);
    private readonly ChunkedArray<BlockNode> _nodes = new();
    private readonly ChunkedArray<OrderBlock.Memory> _orders = new();
    private int _firstFree;

    public Blocks()
    {
        Allocate(LevelSource.MaxLevels);
        for (var level = 1; level < LevelSource.MaxLevels; level++) Link(Head, level) = default;
    }

    public long HeldBytes => _towers.HeldBytes + _nodes.HeldBytes + _orders.HeldBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref BlockNode Node(int block) => ref _nodes[block];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OrderBlock Order(int block) => new((OrderBlock.Memory*)Unsafe.AsPointer(ref _orders[block]));

    /// <summary>The link at <paramref name="level"/> >= 1 and below the block's height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref BlockLink Link(int block, int level)
    {
        ref var node = ref _nodes[block];
        return ref level == 1 ? ref node.Level1 : ref ((BlockLink*)_towers.Address(node.Upper))[level - 2];
    }

    /// <summary>An empty block with a tower of <paramref name="height"/> levels whose links are not set.</summary>
    public int Allocate(int height)
    {
        var block = _firstFree;
        if (block != 0)
        {
            _firstFree = _nodes[block].Next;
        }
        else
        {
            block = _nodes.Add();
            _orders.Add();
        }
        _nodes[block] = new BlockNode { Height = (byte)height, Upper = height > 2 ? _towers.Allocate(UpperBytes(height)) : 0 };
        return block;
    }

    public void Free(int block)
    {
        ref var node = ref _nodes[block];
        if (node.Upper != 0) _towers.Free(node.Upper, UpperBytes(node.Height));
        node = new BlockNode { Next = _firstFree };
        _firstFree = block;
    }

    public void Dispose()
    {
        _towers.Dispose();
        _nodes.Dispose();
        _orders.Dispose();
    }

    private static int UpperBytes(int height) => (height - 2) * sizeof(BlockLink);
}
