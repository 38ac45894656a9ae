using AkkaCache.Engine.Expiry;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Store;

/// <summary>What a store held before it was cleared. Disposing it is O(segments + boards) and may happen on any thread, outside the gate.</summary>
internal sealed class DetachedMemory(SlabHeap heap, ChunkedArray<Entry> entries, EntryIndex index, ExpiryTable expiry, BoardTable boards) : IDisposable
{
    public void Dispose()
    {
        heap.Dispose();
        entries.Dispose();
        index.Dispose();
        expiry.Dispose();
        boards.Dispose();
    }
}
