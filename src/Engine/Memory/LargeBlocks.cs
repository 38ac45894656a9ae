using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Memory;

/// <summary>Blocks too big for a slab's segments: each one allocation of the operating system's, found through a table.</summary>
internal sealed unsafe class LargeBlocks : IDisposable
{
    /// <summary>
    /// Bytes that a large block costs beside its own: 16 for its place in the table and 16 for the C library's
    /// header and rounding (glibc: 8 bytes in front, sizes in steps of 16).
    /// </summary>
    public const int OverheadBytes = 32;

    /// <summary>A table with more slots (16 KB) is given back when the last block goes; a small one is kept for the next.</summary>
    private const int SlotsKeptWhenEmpty = 1024;

    private struct Slot
    {
        public byte* Address;
        // Bytes of the block; in a free slot the next free slot, -1 at the end.
        public int BytesOrNextFree;
    }

    private readonly ChunkedArray<Slot> _slots = new();
    private int _firstFree = -1;
    private long _blockBytes;

    public int Count { get; private set; }

    public long HeldBytes => _slots.HeldBytes + _blockBytes + (long)Count * (OverheadBytes - 16);

    public int Allocate(int bytes)
    {
        var address = (byte*)NativeMemory.Alloc((nuint)bytes);
        var index = _firstFree;
        if (index >= 0)
            _firstFree = _slots[index].BytesOrNextFree;
        else
            index = _slots.Add();
        _slots[index] = new Slot { Address = address, BytesOrNextFree = bytes };
        _blockBytes += bytes;
        Count++;
        return index;
    }

    public void Free(int index)
    {
        ref var slot = ref _slots[index];
        NativeMemory.Free(slot.Address);
        _blockBytes -= slot.BytesOrNextFree;
        slot = new Slot { BytesOrNextFree = _firstFree };
        _firstFree = index;
        if (--Count > 0 || _slots.Count <= SlotsKeptWhenEmpty)
            return;
        _slots.Clear();
        _firstFree = -1;
    }

    /// <summary>Changes a block's size and keeps what fits; big ones are remapped by the C library, not copied.</summary>
    public void Resize(int index, int bytes)
    {
        ref var slot = ref _slots[index];
        slot.Address = (byte*)NativeMemory.Realloc(slot.Address, (nuint)bytes);
        _blockBytes += bytes - slot.BytesOrNextFree;
        slot.BytesOrNextFree = bytes;
    }

    public byte* Address(int index) => _slots[index].Address;

    public int Bytes(int index) => _slots[index].BytesOrNextFree;

    public void Dispose()
    {
        for (var i = 0; i < _slots.Count; i++)
            NativeMemory.Free(_slots[i].Address);
        _slots.Clear();
        _firstFree = -1;
        _blockBytes = 0;
        Count = 0;
    }
}
