using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Memory;

/// <summary>A growing array in native memory whose items never move: index to reference in two loads.</summary>
/// <remarks>
/// Items lie in pages of about <see cref="PageBytes"/>; a table maps page number to address. Memory is taken in chunks of
/// one or more whole pages, a thirty-second of what is held and at most <see cref="MaxChunkBytes"/>, so that a small array costs one page,
/// a large one wastes little, and no growth copies an item. What is copied on growth is the table alone: 8 bytes per page, that
/// is 128 KB at a million items of 16 bytes. The garbage collector sees none of it; the owner disposes.
/// </remarks>
public sealed unsafe class ChunkedArray<T> : IDisposable where T : unmanaged
{
    /// <summary>Bytes of a page: hundreds of arrays with a few items must stay small, and the page table of a big one must fit a processor's cache.</summary>
    public const int PageBytes = 2048;

    /// <summary>Least items of a page, for large items: the table must be small beside what it points to.</summary>
    private const int LeastItemsPerPage = 8;

    /// <summary>Most bytes taken at once: the page faults of one chunk are what the unluckiest insert pays.</summary>
    public const int MaxChunkBytes = 64 * 1024;

    private static int MaxChunkPages => MaxChunkBytes / (ItemsPerPage * sizeof(T));

    /// <summary>A chunk is this part of what is held: bounds the waste of a growing array to 3 % and a page.</summary>
    private const int GrowthDivisor = 32;

    private T** _pages;
    private int _pageCount;
    private int _pageRoom;
    private int _count;
    // First page of each chunk, ascending; the addresses in _pages at these positions are the ones to free.
    private int[] _chunkStarts = [];
    private int _chunkCount;

    /// <summary>Number of items.</summary>
    public int Count => _count;

    /// <summary>Bytes taken from the operating system, tables included.</summary>
    public long HeldBytes => (long)_pageCount * ItemsPerPage * sizeof(T) + (long)_pageRoom * sizeof(T*) + (long)_chunkStarts.Length * sizeof(int);

    private static int PageShift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitOperations.Log2((uint)Math.Max(LeastItemsPerPage, PageBytes / sizeof(T)));
    }

    private static int ItemsPerPage => 1 << PageShift;

    /// <summary>The item at <paramref name="index"/> (below <see cref="Count"/>). The reference is good until the item is removed or the array disposed.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((uint)index < (uint)_count, "index out of range");
            return ref _pages[(uint)index >> PageShift][index & (ItemsPerPage - 1)];
        }
    }

    /// <summary>Appends a zeroed item and returns its index. No item moves.</summary>
    public int Add()
    {
        var index = _count;
        if (index >> PageShift == _pageCount)
            Grow();
        _count = index + 1;
        this[index] = default;
        return index;
    }

    /// <summary>Removes the last item. A chunk is given back when it and half as much before it are unused.</summary>
    public void RemoveLast()
    {
        Debug.Assert(_count > 0, "empty");
        _count--;
        if (_chunkCount < 2)
            return;
        var start = _chunkStarts[_chunkCount - 1];
        var keep = start - (_pageCount - start + 1) / 2;
        if (_count <= (long)keep << PageShift)
        {
            NativePages.Release(_pages[start], ChunkBytes(_chunkCount - 1));
            _pageCount = start;
            _chunkCount--;
        }
    }

    /// <summary>Removes all items and gives all memory back. O(chunks).</summary>
    public void Clear()
    {
        for (var i = 0; i < _chunkCount; i++)
            NativePages.Release(_pages[_chunkStarts[i]], ChunkBytes(i));
        NativeMemory.Free(_pages);
        _pages = null;
        _pageCount = _pageRoom = _count = _chunkCount = 0;
        _chunkStarts = [];
    }

    public void Dispose() => Clear();

    private void Grow()
    {
        // A power of two, as NativePages wants it.
        var chunkPages = 1 << BitOperations.Log2((uint)Math.Clamp(_pageCount / GrowthDivisor, 1, MaxChunkPages));
        var needed = _pageCount + chunkPages;
        if (needed > _pageRoom)
        {
            var room = Math.Max(4, Math.Max(needed, _pageRoom * 2));
            _pages = (T**)NativeMemory.Realloc(_pages, (nuint)room * (nuint)sizeof(T*));
            _pageRoom = room;
        }
        if (_chunkCount == _chunkStarts.Length)
            Array.Resize(ref _chunkStarts, Math.Max(4, _chunkCount * 2));

        // On a cache line, so that an item whose size divides it never lies on two.
        var chunk = (T*)NativePages.Allocate(chunkPages * ItemsPerPage * sizeof(T));
        _chunkStarts[_chunkCount++] = _pageCount;
        for (var i = 0; i < chunkPages; i++)
            _pages[_pageCount++] = chunk + (long)i * ItemsPerPage;
    }

    private int ChunkBytes(int chunk)
    {
        var end = chunk + 1 < _chunkCount ? _chunkStarts[chunk + 1] : _pageCount;
        return (end - _chunkStarts[chunk]) * ItemsPerPage * sizeof(T);
    }
}
