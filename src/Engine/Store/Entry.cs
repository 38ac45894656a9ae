using System.Runtime.InteropServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Store;

/// <summary>One key of a partition: 32 bytes, half a cache line. What it holds lies in its block, see <see cref="EntryBlock"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct Entry : ILinked<Entry>
{
    public const int Bytes = 32;

    /// <summary>The key's hash: decides the bucket, and spares a look at the block of a neighbour in it.</summary>
    public uint Hash;

    /// <summary>Handle of the block with key and value; 0 marks a vacant entry.</summary>
    public uint Block;

    /// <summary>The next entry in the bucket; of a vacant entry, the next vacant one; -1 at the end.</summary>
    public int Next;

    public Links Recency;

    /// <summary>When the entry was last touched, by the node's coarse clock.</summary>
    public uint Stamp;

    /// <summary>Index of the expiry record, -1 when the entry lives until it is evicted.</summary>
    public int Expiry;

    /// <summary>Capacity of the block in steps of 8 bytes; 0 when the block is a large one, which knows it itself.</summary>
    public ushort Capacity8;

    public EntryKind Kind;

    public static ref Links LinksOf(ref Entry item) => ref item.Recency;
}
