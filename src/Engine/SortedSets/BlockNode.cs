using System.Runtime.InteropServices;

namespace AkkaCache.Engine.SortedSets;

/// <summary>What the skip list knows of a block, in half a cache line: enough to pass it by without touching its members.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal struct BlockNode
{
    /// <summary>Score of the block's first member: the key that searches compare.</summary>
    public double FirstScore;

    /// <summary>The link of level 0, 0 at the end. Its width is <see cref="Count"/>. In a free block: the next free one.</summary>
    public int Next;

    /// <summary>The block before; 0 (the head) for the first.</summary>
    public int Previous;

    /// <summary>Members in the block.</summary>
    public byte Count;

    /// <summary>Levels of the tower, level 0 included.</summary>
    public byte Height;

    /// <summary>Block of the towers' heap with the links of level 2 and up; 0 when the tower ends below.</summary>
    public uint Upper;

    /// <summary>The link of level 1, in use when <see cref="Height"/> is 2 or more.</summary>
    public BlockLink Level1;
}

/// <summary>A link of the skip list at level 1 or above.</summary>
internal struct BlockLink
{
    /// <summary>The block it leads to; 0 at the end.</summary>
    public int To;

    /// <summary>Members from the start of the block it leaves to the start of the block it leads to, or to the end of the set.</summary>
    public int Width;
}
