using AkkaCache.Engine.Expiry;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Store;

/// <summary>Recomputes everything that the parts of a <see cref="PartitionStore"/> must agree on.</summary>
internal static class StoreCheck
{
    public static unsafe void Run(PartitionStore store, ChunkedArray<Entry> entries, SlabHeap heap, EntryIndex index, RecencyList<Entry> recency,
        ExpiryTable expiry, BoardTable boards, int vacant)
    {
        var indexed = new HashSet<int>();
        index.CheckInvariants(entry => indexed.Add(entry));

        var blocks = new List<(long From, long Bytes, int Entry)>();
        var boardPlaces = new HashSet<int>();
        long charged = 0;
        var volatileCount = 0;
        var listed = 0;
        var older = -1;
        for (var at = recency.Oldest; at >= 0; older = at, at = entries[at].Recency.Younger)
        {
            ref var entry = ref entries[at];
            if (entry.Recency.Older != older || ++listed > indexed.Count)
                Invariant.Broken($"store: recency list broken at entry {at}");
            if (!indexed.Contains(at))
                Invariant.Broken($"store: entry {at} is in the recency list and not in the index");
            var address = heap.Address(entry.Block);
            var key = EntryBlock.Key(address);
            if (index.HashOf(key) != entry.Hash || store.Find(key) != at)
                Invariant.Broken($"store: entry {at} is not what its key finds");
            var capacity = entry.Capacity8 != 0 ? entry.Capacity8 << SlabHeap.GranuleShift : heap.LargeCapacityOf(entry.Block);
            var used = entry.Kind == EntryKind.String
                ? EntryBlock.StringBytes(key.Length, EntryBlock.Value(address).Length)
                : EntryBlock.BoardEntryBytes(key.Length);
            if (used > capacity)
                Invariant.Broken($"store: entry {at} has {used} bytes in a block of {capacity}");
            if (entry.Kind == EntryKind.SortedSet && !boardPlaces.Add(EntryBlock.Board(address)))
                Invariant.Broken($"store: entry {at} shares its board");
            blocks.Add(((long)address, capacity, at));
            charged += store.EntryBytes(at);
            volatileCount += entry.Expiry >= 0 ? 1 : 0;
        }
        if (listed != indexed.Count || recency.Youngest != older)
            Invariant.Broken($"store: {listed} entries in the recency list, {indexed.Count} in the index");
        if (boardPlaces.Count != boards.Count || volatileCount != expiry.Count)
            Invariant.Broken($"store: {boardPlaces.Count} boards of {boards.Count}, {volatileCount} due times of {expiry.Count}");

        CheckBlocks(blocks);
        heap.CheckInvariants();
        if (blocks.Sum(block => (long)SlabHeap.Charge((int)block.Bytes)) != heap.UsedBytes)
            Invariant.Broken($"store: the entries' blocks and the heap's {heap.UsedBytes} bytes in use differ");
        CheckVacant(entries, vacant, listed);
        boards.CheckInvariants();
        expiry.CheckInvariants(entry => entries[entry].Expiry);
        if (charged != store.UsedBytes)
            Invariant.Broken($"store: {charged} bytes charged to the entries, {store.UsedBytes} in all");
    }

    private static void CheckBlocks(List<(long From, long Bytes, int Entry)> blocks)
    {
        blocks.Sort();
        for (var i = 1; i < blocks.Count; i++)
            if (blocks[i - 1].From + blocks[i - 1].Bytes > blocks[i].From)
                Invariant.Broken($"store: the blocks of entries {blocks[i - 1].Entry} and {blocks[i].Entry} overlap");
    }

    private static void CheckVacant(ChunkedArray<Entry> entries, int vacant, int used)
    {
        var count = 0;
        for (var at = vacant; at >= 0; at = entries[at].Next)
        {
            if (entries[at].Block != 0 || ++count > entries.Count)
                Invariant.Broken($"store: entry {at} is in the list of vacant ones");
        }
        if (count + used != entries.Count)
            Invariant.Broken($"store: {count} vacant and {used} used entries of {entries.Count}");
    }
}
