using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.SortedSets;

/// <summary>The members of a full board, one heap block each: score, block number and name lie together, so one cache miss answers all three.</summary>
/// <remarks>
/// <para>Record: score (8 bytes), block number (4), length (1; 255 = four more follow), name. 13 bytes beside the name, no padding in between.</para>
/// <para>
/// A member's id is its record's heap handle: never 0, stable until the member goes. The score is held twice, here for looking it up and
/// in the order block for searching; the 8 bytes save two cache misses per look-up.
/// </para>
/// </remarks>
internal readonly unsafe struct MemberRecords(SlabHeap heap)
{
    private const int BlockOffset = sizeof(double);
    private const int LengthOffset = BlockOffset + sizeof(int);
    private const int ShortHeader = LengthOffset + 1;
    private const int LongHeader = ShortHeader + sizeof(int);
    private const byte LongMark = byte.MaxValue;

    private readonly SlabHeap _heap = heap;

    /// <summary>Bytes of the record of a name of <paramref name="nameBytes"/>.</summary>
    public static int RecordBytes(int nameBytes) => nameBytes + (nameBytes < LongMark ? ShortHeader : LongHeader);

    public uint Add(ReadOnlySpan<byte> name, double score)
    {
        var id = _heap.Allocate(RecordBytes(name.Length));
        var record = _heap.Address(id);
        *(double*)record = score;
        byte* bytes;
        if (name.Length < LongMark)
        {
            record[LengthOffset] = (byte)name.Length;
            bytes = record + ShortHeader;
        }
        else
        {
            record[LengthOffset] = LongMark;
            Unsafe.WriteUnaligned(record + ShortHeader, name.Length);
            bytes = record + LongHeader;
        }
        name.CopyTo(new Span<byte>(bytes, name.Length));
        return id;
    }

    public void Free(uint id) => _heap.Free(id, RecordBytes(Name(id).Length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref double Score(uint id) => ref *(double*)_heap.Address(id);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Block(uint id) => ref *(int*)(_heap.Address(id) + BlockOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Name(uint id)
    {
        var record = _heap.Address(id);
        int length = record[LengthOffset];
        return length != LongMark
            ? MemoryMarshal.CreateReadOnlySpan(ref record[ShortHeader], length)
            : MemoryMarshal.CreateReadOnlySpan(ref record[LongHeader], Unsafe.ReadUnaligned<int>(record + ShortHeader));
    }

    /// <summary>Asks the processor to bring the record near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint id)
    {
        CacheLines.Prefetch(_heap.Address(id));
    }
}
