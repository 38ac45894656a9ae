using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AkkaCache.Engine.Expiry;
using AkkaCache.Engine.Memory;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Store;

/// <summary>The keys of one partition: strings and boards, their due times and the order of their use. Single-threaded: callers hold the partition's gate.</summary>
/// <remarks>
/// <para>
/// An entry is 32 bytes in an array, named by its index, which stays the same until the entry is removed. Key and value lie together in one
/// block of a slab heap; a value that fits is overwritten in place. The index (linear hashing) chains entries, two
/// intrusive lists keep the exact order of use of all entries and of those with a due time, and a timer wheel finds the due ones.
/// Everything but the boards is native memory: the garbage collector sees a dozen objects per store, however many keys it has, and an empty
/// store holds no native memory at all.
/// </para>
/// <para>
/// Charges. Every entry: its 32 bytes, its share of the index, and its block's capacity. With a due time: 32 bytes more. A board: 16
/// bytes for its place in the table and what it says it uses. <see cref="UsedBytes"/> is the sum of <see cref="EntryBytes"/> over the entries, so
/// removing an entry always lowers it by what the entry was charged. Free space kept for reuse is in <see cref="HeldBytes"/> only.
/// </para>
/// </remarks>
public sealed unsafe class PartitionStore : IDisposable
{
    /// <summary>Bytes charged per entry beside its block.</summary>
    public const int EntryOverheadBytes = Entry.Bytes + EntryIndex.BytesPerEntry;

    /// <summary>Bytes charged for a due time.</summary>
    public const int DueOverheadBytes = ExpiryRecord.Bytes;

    /// <summary>The first segment of a store's heap: hundreds of partitions with a few keys each must stay small.</summary>
    private const int FirstSegmentBytes = 1024;

    /// <summary>A block with up to this much unused is kept for a shorter value: less is not worth a move.</summary>
    private const int KeptSlackBytes = 32;

    /// <summary>A value that grows in place gets this part of its size as slack, so n bytes appended one by one cost O(n).</summary>
    private const int SlackDivisor = 4;

    /// <summary>An empty store that held more native memory than this for its entries gives it back.</summary>
    private const long KeptWhenEmptyBytes = 64 * 1024;

    private ulong _seed;
    private SlabHeap _heap;
    private ChunkedArray<Entry> _entries;
    private EntryIndex _index;
    private RecencyList<Entry> _recency;
    private ExpiryTable _expiry;
    private BoardTable _boards;
    private int _vacant;

    /// <param name="seed">Secret; decides where keys fall in the index, and with it the order of scans. Copies of a partition share it.</param>
    public PartitionStore(ulong seed)
    {
        _seed = seed;
        Start();
    }

    /// <summary>Given at the start, or to <see cref="Clear(ulong)"/>. Secret.</summary>
    public ulong Seed => _seed;

    /// <summary>Entries held, those past their due time and not yet removed included.</summary>
    public int Count => _index.Count;

    /// <summary>Entries that are boards.</summary>
    public int BoardCount => _boards.Count;

    /// <summary>Entries with a due time.</summary>
    public int VolatileCount => _expiry.Count;

    /// <summary>Bytes charged: the sum of <see cref="EntryBytes"/> over all entries. O(1).</summary>
    public long UsedBytes => (long)Count * EntryOverheadBytes + (long)VolatileCount * DueOverheadBytes + _heap.UsedBytes + _boards.ChargedBytes;

    /// <summary>Bytes taken from the operating system for everything but the boards, free space included.</summary>
    public long HeldBytes => _heap.HeldBytes + _entries.HeldBytes + _index.HeldBytes + _expiry.HeldBytes;

    /// <summary>The least recently used entry, -1 when empty.</summary>
    public int Oldest => _recency.Oldest;

    /// <summary>The least recently used entry with a due time, -1 when there is none.</summary>
    public int OldestVolatile => _expiry.OldestEntry;

    /// <summary>The entry that is due first, -1 when none is ever; approximate among those due far ahead and close to each other.</summary>
    public int NearestDue => _expiry.NearestEntry;

    /// <summary>The stamp of <see cref="Oldest"/>, 0 when empty.</summary>
    public uint OldestStamp => _recency.Oldest is var oldest and >= 0 ? _entries[oldest].Stamp : 0;

    /// <summary>
    /// When to call <see cref="NextExpired"/> again: no entry is due before it but those that were due at the last call already;
    /// <see cref="long.MaxValue"/> when none ever is.
    /// </summary>
    public long NextDueMs => _expiry.NextDueMs;

    /// <summary>The entry of <paramref name="key"/>, or -1. Ignores due times, does not touch recency.</summary>
    public int Find(ReadOnlySpan<byte> key) => _index.Find(key, _index.HashOf(key));

    /// <summary>Begins a look-up that runs ahead of a command, see <see cref="KeyProbe"/>.</summary>
    public KeyProbe StartProbe(ReadOnlySpan<byte> key) => _index.StartProbe(key);

    /// <summary>Moves a probe on by one link. Nothing has changed since <see cref="StartProbe"/>.</summary>
    public void Step(ref KeyProbe probe) => _index.Step(ref probe);

    /// <summary>Makes the entry the most recently used. <paramref name="stamp"/>: the node's coarse clock of accesses.</summary>
    public void Touch(int entry, uint stamp)
    {
        ref var touched = ref At(entry);
        touched.Stamp = stamp;
        _recency.MoveToYoungest(entry);
        if (touched.Expiry >= 0)
            _expiry.Touch(touched.Expiry);
    }

    public uint StampOf(int entry) => At(entry).Stamp;

    public EntryKind KindOf(int entry) => At(entry).Kind;

    /// <summary>The key's bytes; good until the entry changes.</summary>
    public ReadOnlySpan<byte> KeyOf(int entry) => EntryBlock.Key(_heap.Address(At(entry).Block));

    /// <summary>The value's bytes; good until the entry changes. The entry must be a string.</summary>
    public ReadOnlySpan<byte> StringOf(int entry)
    {
        Debug.Assert(At(entry).Kind == EntryKind.String, "not a string");
        return EntryBlock.Value(_heap.Address(At(entry).Block));
    }

    /// <summary>The board; it stays the store's. Call <see cref="Recharge"/> after changing it.</summary>
    public SortedSet BoardOf(int entry)
    {
        Debug.Assert(At(entry).Kind == EntryKind.SortedSet, "not a board");
        return _boards.Board(EntryBlock.Board(_heap.Address(At(entry).Block)));
    }

    /// <summary>Adds a string under <paramref name="key"/>, which must be absent, as the most recently used. Both spans may lie in this store. Returns the entry.</summary>
    public int AddString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, uint stamp)
    {
        var entry = Add(key, EntryKind.String, EntryBlock.StringBytes(key.Length, value.Length), stamp);
        EntryBlock.WriteValue(_heap.Address(_entries[entry].Block), value);
        return entry;
    }

    /// <summary>Adds an empty board under <paramref name="key"/>, which must be absent. Returns the entry.</summary>
    public int AddBoard(ReadOnlySpan<byte> key, uint stamp) => AttachBoard(key, new SortedSet(_seed), stamp);

    /// <summary>Adds a board that another store detached; it becomes this store's. <paramref name="key"/> must be absent. Returns the entry.</summary>
    public int AttachBoard(ReadOnlySpan<byte> key, SortedSet board, uint stamp)
    {
        var entry = Add(key, EntryKind.SortedSet, EntryBlock.BoardEntryBytes(key.Length), stamp);
        EntryBlock.WriteBoard(_heap.Address(_entries[entry].Block), _boards.Add(board));
        return entry;
    }

    /// <summary>Removes the entry and gives its board to the caller.</summary>
    public SortedSet DetachBoard(int entry)
    {
        var board = _boards.Remove(EntryBlock.Board(_heap.Address(At(entry).Block)));
        RemoveEntry(entry);
        return board;
    }

    /// <summary>Charges what the board uses now.</summary>
    public void Recharge(int entry) => _boards.Recharge(EntryBlock.Board(_heap.Address(At(entry).Block)));

    /// <summary>Makes the entry a string with this value, whatever it was; keeps due time and recency. <paramref name="value"/> may lie in this store.</summary>
    public void SetString(int entry, ReadOnlySpan<byte> value)
    {
        ref var changed = ref At(entry);
        var block = _heap.Address(changed.Block);
        var key = EntryBlock.Key(block);
        var bytes = EntryBlock.StringBytes(key.Length, value.Length);
        if (changed.Kind == EntryKind.SortedSet)
            DropBoard(ref changed);
        if (KeepsBlock(CapacityOf(changed), bytes))
        {
            EntryBlock.WriteValue(block, value);
            return;
        }
        var moved = _heap.Allocate(bytes);
        var to = _heap.Address(moved);
        EntryBlock.WriteKey(to, key);
        EntryBlock.WriteValue(to, value);
        ReplaceBlock(ref changed, moved, bytes);
    }

    /// <summary>Changes a string's length, keeps its prefix, fills growth with zeros. Returns the whole value, writable until the entry changes. Growth is O(1) amortised.</summary>
    public Span<byte> ResizeString(int entry, int newLength)
    {
        ref var changed = ref At(entry);
        Debug.Assert(changed.Kind == EntryKind.String, "not a string");
        var block = _heap.Address(changed.Block);
        var keyLength = EntryBlock.Key(block).Length;
        var bytes = EntryBlock.StringBytes(keyLength, newLength);
        var capacity = CapacityOf(changed);
        if (!KeepsBlock(capacity, bytes))
        {
            if (newLength < EntryBlock.Value(block).Length)
                EntryBlock.ResizeValue(block, newLength);
            else
                bytes = WithSlack(bytes);
            changed.Block = _heap.Resize(changed.Block, capacity, bytes);
            changed.Capacity8 = Capacity8(bytes);
            block = _heap.Address(changed.Block);
        }
        return EntryBlock.ResizeValue(block, newLength);
    }

    /// <summary>Removes the entry with all it holds. O(1), and O(segments) of a board.</summary>
    public void Remove(int entry)
    {
        if (At(entry).Kind == EntryKind.SortedSet)
            DropBoard(ref At(entry));
        RemoveEntry(entry);
    }

    /// <summary>Moves the value to <paramref name="newKey"/>, which must be absent; keeps due time and recency, copies no board. Returns the entry.</summary>
    public int Rename(int entry, ReadOnlySpan<byte> newKey)
    {
        ref var renamed = ref At(entry);
        var from = _heap.Address(renamed.Block);
        var isString = renamed.Kind == EntryKind.String;
        var bytes = isString ? EntryBlock.StringBytes(newKey.Length, EntryBlock.Value(from).Length) : EntryBlock.BoardEntryBytes(newKey.Length);
        _index.Remove(entry);
        var block = _heap.Allocate(bytes);
        var to = _heap.Address(block);
        EntryBlock.WriteKey(to, newKey);
        if (isString)
            EntryBlock.WriteValue(to, EntryBlock.Value(from));
        else
            EntryBlock.WriteBoard(to, EntryBlock.Board(from));
        renamed.Hash = _index.HashOf(newKey);
        ReplaceBlock(ref renamed, block, bytes);
        _index.Add(entry);
        return entry;
    }

    /// <summary>Unix milliseconds at which the entry is due, 0 when never.</summary>
    public long DueOf(int entry) => At(entry).Expiry is var record and >= 0 ? _expiry.DueOf(record) : 0;

    /// <summary>Sets when the entry is due, 0 = never. An entry that had no due time counts as the most recently used of those that have one.</summary>
    public void SetDue(int entry, long dueMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dueMs);
        ref var changed = ref At(entry);
        if (changed.Expiry >= 0)
        {
            if (dueMs != 0)
            {
                _expiry.Change(changed.Expiry, dueMs);
                return;
            }
            _expiry.Remove(changed.Expiry);
            changed.Expiry = -1;
        }
        else if (dueMs != 0)
            changed.Expiry = _expiry.Add(entry, dueMs);
    }

    /// <summary>
    /// An entry due at or before <paramref name="nowMs"/>, or -1; the caller removes it before the next call. O(1) amortised; one call does a bounded amount of
    /// sorting, so -1 with <see cref="NextDueMs"/> not after now means that there may be more. A time that goes back yields nothing until it has caught up.
    /// </summary>
    public int NextExpired(long nowMs) => _expiry.NextExpired(nowMs);

    /// <summary>An entry by chance, nearly uniform; -1 when empty.</summary>
    public int RandomEntry(Random random) => _index.RandomEntry(random);

    /// <summary>An entry with a due time by chance; -1 when there is none.</summary>
    public int RandomVolatile(Random random) => _expiry.RandomEntry(random);

    /// <summary>
    /// Visits about <paramref name="count"/> entries (whole buckets); 0 starts, and 0 is returned at the end. An entry that is present from the first call to the last is visited
    /// at least once, however the store grows and shrinks in between; it may be visited twice.
    /// </summary>
    public ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : IEntryVisitor, allows ref struct =>
        _index.Scan(cursor, count, ref visitor);

    /// <summary>
    /// Where a scan passes the entry: it has been visited when the cursor's <see cref="ScanPosition"/> is greater, and is when a call begins at or before it. The same on every store
    /// with this seed.
    /// </summary>
    public uint ScanPositionOf(int entry) => EntryIndex.Position(At(entry).Hash);

    /// <summary>How far a scan has come that returned this cursor, which is not 0: in a space of 2^32.</summary>
    public static uint ScanPosition(ulong cursor) => EntryIndex.Position((uint)cursor);

    /// <summary>The cursor of a scan that begins at a position.</summary>
    public static ulong ScanCursor(uint position) => EntryIndex.Position(position);

    /// <summary>Everything charged for this entry.</summary>
    public long EntryBytes(int entry)
    {
        ref var one = ref At(entry);
        var bytes = EntryOverheadBytes + SlabHeap.Charge(CapacityOf(one)) + (one.Expiry >= 0 ? DueOverheadBytes : 0L);
        return one.Kind == EntryKind.SortedSet ? bytes + _boards.ChargedFor(EntryBlock.Board(_heap.Address(one.Block))) : bytes;
    }

    /// <summary>Empties the store in O(1). What it held is returned; the caller disposes it, best outside the gate.</summary>
    public IDisposable Clear()
    {
        var held = new DetachedMemory(_heap, _entries, _index, _expiry, _boards);
        Start();
        return held;
    }

    /// <summary>Empties the store, which hashes keys by another seed from now on.</summary>
    public IDisposable Clear(ulong seed)
    {
        _seed = seed;
        return Clear();
    }

    /// <summary>Frees everything: O(segments + boards). The store is empty after it.</summary>
    public void Dispose() => Clear().Dispose();

    /// <summary>Throws, naming what is wrong, unless all parts agree: index, lists, wheel, blocks, counts, charges. O(everything).</summary>
    public void CheckInvariants() => StoreCheck.Run(this, _entries, _heap, _index, _recency, _expiry, _boards, _vacant);

    [MemberNotNull(nameof(_heap), nameof(_entries), nameof(_index), nameof(_expiry), nameof(_boards))]
    private void Start()
    {
        _heap = new SlabHeap(FirstSegmentBytes);
        _entries = new ChunkedArray<Entry>();
        _index = new EntryIndex(_seed, _entries, _heap);
        _recency = new RecencyList<Entry>(_entries);
        _expiry = new ExpiryTable();
        _boards = new BoardTable();
        _vacant = -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry At(int entry)
    {
        Debug.Assert(_entries[entry].Block != 0, "vacant entry");
        return ref _entries[entry];
    }

    private int CapacityOf(in Entry entry) => entry.Capacity8 != 0 ? entry.Capacity8 << SlabHeap.GranuleShift : _heap.LargeCapacityOf(entry.Block);

    private static ushort Capacity8(int bytes) => bytes <= SlabHeap.MaxSmallBytes ? (ushort)(SlabHeap.Capacity(bytes) >> SlabHeap.GranuleShift) : (ushort)0;

    private static bool KeepsBlock(int capacity, int bytes) => bytes <= capacity && capacity - bytes <= KeptSlackBytes + bytes / 2;

    private static int WithSlack(int bytes) => (int)Math.Min(int.MaxValue, (long)bytes + bytes / SlackDivisor);

    private int Add(ReadOnlySpan<byte> key, EntryKind kind, int blockBytes, uint stamp)
    {
        var index = _vacant;
        if (index >= 0)
            _vacant = _entries[index].Next;
        else
            index = _entries.Add();

        ref var entry = ref _entries[index];
        entry.Hash = _index.HashOf(key);
        entry.Block = _heap.Allocate(blockBytes);
        entry.Capacity8 = Capacity8(blockBytes);
        entry.Kind = kind;
        entry.Stamp = stamp;
        entry.Expiry = -1;
        EntryBlock.WriteKey(_heap.Address(entry.Block), key);
        _recency.Add(index);
        _index.Add(index);
        return index;
    }

    private void RemoveEntry(int index)
    {
        ref var entry = ref _entries[index];
        _index.Remove(index);
        _recency.Remove(index);
        if (entry.Expiry >= 0)
            _expiry.Remove(entry.Expiry);
        _heap.Free(entry.Block, CapacityOf(entry));
        entry.Block = 0;
        entry.Next = _vacant;
        _vacant = index;
        if (Count == 0 && _entries.HeldBytes > KeptWhenEmptyBytes)
        {
            _entries.Clear();
            _vacant = -1;
        }
    }

    private void ReplaceBlock(ref Entry entry, uint block, int bytes)
    {
        _heap.Free(entry.Block, CapacityOf(entry));
        entry.Block = block;
        entry.Capacity8 = Capacity8(bytes);
    }

    private void DropBoard(ref Entry entry)
    {
        _boards.Remove(EntryBlock.Board(_heap.Address(entry.Block))).Dispose();
        entry.Kind = EntryKind.String;
    }
}
