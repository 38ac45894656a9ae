using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Store;

/// <summary>From key to entry: a hash table that grows and shrinks one bucket at a time.</summary>
/// <remarks>
/// <para>
/// Linear hashing (Litwin, "Linear Hashing: A New Tool for File and Table Addressing", VLDB 1980). With n buckets, 2^k &lt;= n &lt; 2^(k+1), a key
/// belongs in the bucket of its low k+1 hash bits, or, when that one does not exist yet, of its low k bits. One insert beyond the load
/// factor splits one bucket into itself and a new last one; one delete well below it joins the last ones back. So no write pays
/// for a doubling, and the table never exists twice.
/// </para>
/// <para>
/// Buckets are heads of chains through the entries, and an entry keeps its hash, so a look-up reads a block only when 32 bits agree. Keys are
/// hashed with a secret seed: nobody who does not know it can choose keys that share a bucket.
/// </para>
/// <para>
/// A scan walks the buckets in the order of their reversed bits (as Redis does; Noordhuis, "dictScan"). A cursor then stands for a
/// point in the space of reversed hashes: everything before it was visited, and splitting or joining buckets moves
/// no key across it. It depends on hashes only, so with the same seed it holds on another copy of the partition too.
/// </para>
/// </remarks>
internal sealed unsafe class EntryIndex : IDisposable
{
    /// <summary>Entries per bucket at which it grows. At 1 a hit reads 1.5 entries on average; at a half it would read 1.25, for 4 bytes more per entry.</summary>
    private const int EntriesPerBucket = 1;

    /// <summary>Below a half of what growth aims at, buckets are joined: far enough from growth that an entry added and removed moves nothing.</summary>
    private const int ShrinkDivisor = 2;

    /// <summary>Two joins per delete keep the load from falling further while everything is deleted.</summary>
    private const int JoinsPerRemove = 2;

    /// <summary>The least buckets of a table in use: 32 bytes.</summary>
    private const int MinBuckets = 8;

    /// <summary>What an entry is charged for its share of the buckets, at the load that growth aims at.</summary>
    public const int BytesPerEntry = sizeof(int) / EntriesPerBucket;

    /// <summary>Empty buckets that a scan passes per entry asked for, so that a call on a thin table ends.</summary>
    private const int EmptyBucketsPerEntry = 10;

    /// <summary>Random picks before walking: with a load of at least a half, all miss once in 10^12.</summary>
    private const int RandomPicks = 64;

    private readonly ulong _seed;
    private readonly ChunkedArray<Entry> _entries;
    private readonly SlabHeap _heap;
    private readonly ChunkedArray<int> _buckets = new();
    // 2^k - 1 of the essay.
    private uint _mask;
    private int _count;

    public EntryIndex(ulong seed, ChunkedArray<Entry> entries, SlabHeap heap)
    {
        _seed = seed;
        _entries = entries;
        _heap = heap;
    }

    public int Count => _count;

    public long HeldBytes => _buckets.HeldBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint HashOf(ReadOnlySpan<byte> key) => (uint)XxHash3.HashToUInt64(key, (long)_seed);

    /// <summary>The entry of <paramref name="key"/>, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key, uint hash)
    {
        if (_count == 0)
            return -1;
        var at = _buckets[BucketOf(hash)];
        while (at >= 0)
        {
            ref var entry = ref _entries[at];
            if (entry.Hash == hash && EntryBlock.KeyEquals(_heap.Address(entry.Block), key))
                return at;
            at = entry.Next;
        }
        return -1;
    }

    /// <summary>See <see cref="KeyProbe"/>.</summary>
    public KeyProbe StartProbe(ReadOnlySpan<byte> key)
    {
        if (_count == 0)
            return new KeyProbe { At = KeyProbe.Done };
        var hash = HashOf(key);
        CacheLines.Prefetch(Unsafe.AsPointer(ref _buckets[BucketOf(hash)]));
        return new KeyProbe { Hash = hash, At = KeyProbe.AtBucket };
    }

    /// <summary>Reads what the last step asked for and asks for what follows from it.</summary>
    public void Step(ref KeyProbe probe)
    {
        if (probe.At == KeyProbe.Done)
            return;
        if (probe.At == KeyProbe.AtBucket)
        {
            probe.At = _buckets[BucketOf(probe.Hash)];
        }
        else
        {
            ref var entry = ref _entries[probe.At];
            if (entry.Hash == probe.Hash)
            {
                PrefetchWhatIsTouched(in entry);
                probe.At = KeyProbe.Done;
                return;
            }
            probe.At = entry.Next;
        }
        if (probe.At >= 0)
            CacheLines.Prefetch(Unsafe.AsPointer(ref _entries[probe.At]));
    }

    /// <summary>Puts an entry in, whose hash is set and whose key is in no other.</summary>
    public void Add(int index)
    {
        if (_buckets.Count == 0)
            for (var i = 0; i < MinBuckets; i++)
                AddBucket();
        Push(index);
        if (++_count > (long)_buckets.Count * EntriesPerBucket)
            Split();
    }

    public void Remove(int index)
    {
        ref var at = ref _buckets[BucketOf(_entries[index].Hash)];
        while (at != index)
            at = ref _entries[at].Next;
        at = _entries[index].Next;
        _count--;
        for (var i = 0; i < JoinsPerRemove && _buckets.Count > MinBuckets && _count < (long)_buckets.Count * EntriesPerBucket / ShrinkDivisor; i++)
            Join();
    }

    /// <summary>See <see cref="PartitionStore.Scan"/>.</summary>
    public ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : IEntryVisitor, allows ref struct
    {
        if (_count == 0)
            return 0;
        var at = (uint)cursor;
        var emptyLeft = (long)count * EmptyBucketsPerEntry;
        do
        {
            var mask = (at & _mask) + _mask + 1 < (uint)_buckets.Count ? 2 * _mask + 1 : _mask;
            var next = _buckets[(int)(at & mask)];
            if (next < 0)
                emptyLeft--;
            for (; next >= 0; next = _entries[next].Next, count--)
                visitor.Visit(next);
            at = ReverseBits(ReverseBits(at | ~mask) + 1);
        }
        while (at != 0 && count > 0 && emptyLeft > 0);
        return at;
    }

    /// <summary>From a hash or a cursor to its place in the order of scans, and back.</summary>
    public static uint Position(uint hash) => ReverseBits(hash);

    /// <summary>An entry by chance, -1 when there is none. Those in longer chains are a little less likely.</summary>
    public int RandomEntry(Random random)
    {
        if (_count == 0)
            return -1;
        var bucket = random.Next(_buckets.Count);
        for (var i = 0; i < RandomPicks && _buckets[bucket] < 0; i++)
            bucket = random.Next(_buckets.Count);
        while (_buckets[bucket] < 0)
            bucket = bucket + 1 == _buckets.Count ? 0 : bucket + 1;

        var length = 0;
        for (var at = _buckets[bucket]; at >= 0; at = _entries[at].Next)
            length++;
        var pick = _buckets[bucket];
        for (var i = random.Next(length); i > 0; i--)
            pick = _entries[pick].Next;
        return pick;
    }

    public void Dispose()
    {
        _buckets.Clear();
        _count = 0;
    }

    /// <summary>Throws unless every chain holds entries of its bucket only and the load is within bounds. Calls <paramref name="found"/> for each.</summary>
    public void CheckInvariants(Action<int> found)
    {
        var total = 0;
        for (var bucket = 0; bucket < _buckets.Count; bucket++)
            for (var at = _buckets[bucket]; at >= 0; at = _entries[at].Next)
            {
                if (BucketOf(_entries[at].Hash) != bucket)
                    Invariant.Broken($"index: entry {at} in bucket {bucket} belongs in {BucketOf(_entries[at].Hash)}");
                if (++total > _count)
                    Invariant.Broken($"index: more than its {_count} entries, a chain is a ring or an entry lies in two");
                found(at);
            }
        if (total != _count)
            Invariant.Broken($"index: {total} entries in the chains, {_count} counted");
        if (_count > (long)_buckets.Count * EntriesPerBucket)
            Invariant.Broken($"index: {_count} entries in {_buckets.Count} buckets");
        if (_buckets.Count > 0 && _mask != BitOperations.RoundUpToPowerOf2((uint)_buckets.Count + 1) / 2 - 1)
            Invariant.Broken($"index: mask {_mask} with {_buckets.Count} buckets");
    }

    // Two lines of the block hold key and value of most entries; touching the entry writes to its neighbours by age.
    private void PrefetchWhatIsTouched(in Entry entry)
    {
        var block = _heap.Address(entry.Block);
        CacheLines.Prefetch(block);
        CacheLines.Prefetch(block + CacheLines.Bytes);
        if (entry.Recency.Older >= 0)
            CacheLines.Prefetch(Unsafe.AsPointer(ref _entries[entry.Recency.Older]));
        if (entry.Recency.Younger >= 0)
            CacheLines.Prefetch(Unsafe.AsPointer(ref _entries[entry.Recency.Younger]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BucketOf(uint hash)
    {
        var bucket = hash & (2 * _mask + 1);
        return (int)(bucket < (uint)_buckets.Count ? bucket : bucket & _mask);
    }

    private void Push(int index)
    {
        ref var entry = ref _entries[index];
        ref var head = ref _buckets[BucketOf(entry.Hash)];
        entry.Next = head;
        head = index;
    }

    private void AddBucket()
    {
        var bucket = _buckets.Add();
        _buckets[bucket] = -1;
        if (BitOperations.IsPow2(bucket + 1))
            _mask = (uint)bucket;
    }

    private void Split()
    {
        // The low bits of the new bucket's number without the highest: the bucket its keys were sent to so far.
        var next = (uint)_buckets.Count;
        var chain = _buckets[(int)(next & _mask)];
        _buckets[(int)(next & _mask)] = -1;
        AddBucket();
        while (chain >= 0)
        {
            var rest = _entries[chain].Next;
            Push(chain);
            chain = rest;
        }
    }

    private void Join()
    {
        var chain = _buckets[_buckets.Count - 1];
        _buckets.RemoveLast();
        var count = (uint)_buckets.Count;
        if (count <= _mask)
            _mask >>= 1;
        while (chain >= 0)
        {
            var rest = _entries[chain].Next;
            Push(chain);
            chain = rest;
        }
    }

    private static uint ReverseBits(uint value)
    {
        value = (value >> 1 & 0x55555555) | (value & 0x55555555) << 1;
        value = (value >> 2 & 0x33333333) | (value & 0x33333333) << 2;
        value = (value >> 4 & 0x0f0f0f0f) | (value & 0x0f0f0f0f) << 4;
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }
}
