using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.SortedSets;

/// <summary>Name to member id by linear hashing: the table grows and shrinks by one bucket at a time.</summary>
/// <remarks>
/// <para>
/// Litwin, "Linear hashing: a new tool for file and table addressing" (1980). Buckets 0 .. N-1; with 2^L &lt; N &lt;= 2^(L+1), a hash
/// belongs to its low L+1 bits when that bucket exists, else to its low L bits. Growth splits the bucket N - 2^L in two, so a doubling
/// is spread over as many inserts, and no insert pays more than one bucket. Shrinking is the same backwards.
/// </para>
/// <para>
/// A bucket is one cache line with 16 bits of hash per member, so a look-up is one miss for the line and one for the record; a miss is
/// mostly decided in the line. Names are hashed again when their bucket splits: eight records to read per eight inserts is
/// cheaper than four bytes per member for ever. At <see cref="MembersPerBucket"/> = 8 a member costs 9.8 bytes
/// (bucket and overflow) and a look-up reads 1.09 lines, by the Poisson distribution of bucket sizes.
/// </para>
/// <para>Invariants: N >= 1; members &lt;= 8 N (after growth); every id is in the chain of the bucket its name hashes to.</para>
/// </remarks>
internal sealed class MemberIndex(MemberRecords records, ulong seed) : IDisposable
{
    /// <summary>Average load that asks for another bucket: 7 costs 0.6 bytes a member more, 9 a tenth of a miss.</summary>
    public const int MembersPerBucket = 8;

    /// <summary>Average load that gives a bucket back: half of the upper one, so that an index does not swing.</summary>
    private const int FewestPerBucket = MembersPerBucket / 2;

    private const int PrintShift = 48;

    private readonly MemberRecords _records = records;
    private readonly long _seed = (long)seed;
    private readonly ChunkedArray<IndexBucket> _buckets = new();
    private ChunkedArray<IndexBucket>? _overflow;
    // Overflow bucket + 1; 0 = none.
    private int _freeOverflow;
    // 2^L - 1.
    private uint _lowMask;

    public int Count { get; private set; }

    public int BucketCount => _buckets.Count;

    public long HeldBytes => _buckets.HeldBytes + (_overflow?.HeldBytes ?? 0);

    public bool HasOverflow => _overflow is not null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(ReadOnlySpan<byte> name) => XxHash3.HashToUInt64(name, _seed);

    /// <summary>The member's id, or 0.</summary>
    public uint Find(ReadOnlySpan<byte> name, ulong hash)
    {
        if (_buckets.Count == 0) return 0;
        ref var bucket = ref _buckets[BucketOf(hash)];
        while (true)
        {
            for (var matches = bucket.Matches(PrintOf(hash)); matches != 0; matches &= matches - 1)
            {
                var id = bucket.Id(BitOperations.TrailingZeroCount(matches));
                if (id != 0 && _records.Name(id).SequenceEqual(name)) return id;
            }
            if (bucket.Overflow == 0) return 0;
            bucket = ref _overflow![bucket.Overflow - 1];
        }
    }

    /// <summary>Adds a member whose record exists and whose name is not in the index.</summary>
    public void Add(uint id, ulong hash)
    {
        if (Count >= _buckets.Count * (long)MembersPerBucket) Grow();
        Put(BucketOf(hash), id, PrintOf(hash));
        Count++;
    }

    /// <summary>Removes a member that is in the index.</summary>
    public void Remove(uint id, ulong hash)
    {
        ref var bucket = ref _buckets[BucketOf(hash)];
        if (!bucket.TryRemove(id, PrintOf(hash))) RemoveFromOverflow(ref bucket, id, PrintOf(hash));
        Count--;
        if (_buckets.Count > 1 && Count < _buckets.Count * (long)FewestPerBucket) Shrink();
    }

    /// <summary>Visits buckets from <paramref name="cursor"/> until about <paramref name="count"/> members were seen; returns the next cursor, 0 at the end.</summary>
    /// <remarks>
    /// The cursor counts in reversed bits, as in Redis's dictionary scan: the children of a bucket follow each other, so whatever splits or joins
    /// happen between calls, what was there throughout is met at least once.
    /// </remarks>
    public ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor)
        where TVisitor : IMemberVisitor, allows ref struct
    {
        if (_buckets.Count == 0) return 0;
        var seen = 0;
        do
        {
            var low = (uint)cursor & _lowMask;
            var mask = low + _lowMask + 1 < (uint)_buckets.Count ? _lowMask * 2 + 1 : _lowMask;
            // An empty bucket counts as one, or a sparse index would make one call long.
            seen += 1 + Visit((int)((uint)cursor & mask), ref visitor);
            cursor = NextInReversedBits(cursor, mask);
        }
        while (cursor != 0 && seen < count);
        return cursor;
    }

    public void Dispose()
    {
        _buckets.Dispose();
        _overflow?.Dispose();
    }

    /// <summary>Throws when the table contradicts itself or misses a member.</summary>
    public void CheckInvariants(int members)
    {
        var found = 0;
        for (var number = 0; number < _buckets.Count; number++)
        {
            ref var bucket = ref _buckets[number];
            while (true)
            {
                for (var slot = 0; slot < IndexBucket.Slots; slot++)
                {
                    if (bucket.Id(slot) == 0) continue;
                    found++;
                    var hash = Hash(_records.Name(bucket.Id(slot)));
                    if (BucketOf(hash) != number || PrintOf(hash) != bucket.Print(slot))
                        throw new InvalidOperationException($"member {bucket.Id(slot)} is in bucket {number}, belongs to {BucketOf(hash)}");
                }
                if (bucket.Overflow == 0) break;
                bucket = ref _overflow![bucket.Overflow - 1];
            }
        }
        if (found != members || Count != members)
            throw new InvalidOperationException($"index: {found} members found, {Count} counted, {members} in the order");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BucketOf(ulong hash)
    {
        var number = (uint)hash & (_lowMask * 2 + 1);
        return (int)(number < (uint)_buckets.Count ? number : number & _lowMask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort PrintOf(ulong hash) => (ushort)(hash >> PrintShift);

    private void Put(int number, uint id, ushort print)
    {
        ref var bucket = ref _buckets[number];
        while (!bucket.TryAdd(id, print))
        {
            if (bucket.Overflow == 0) bucket.Overflow = TakeOverflow() + 1;
            bucket = ref _overflow![bucket.Overflow - 1];
        }
    }

    private void RemoveFromOverflow(ref IndexBucket bucket, uint id, ushort print)
    {
        while (true)
        {
            var number = bucket.Overflow - 1;
            ref var next = ref _overflow![number];
            if (next.TryRemove(id, print))
            {
                if (!next.IsEmpty) return;
                bucket.Overflow = next.Overflow;
                GiveOverflow(number);
                return;
            }
            bucket = ref next;
        }
    }

    private void Grow()
    {
        var added = _buckets.Add();
        if (added == 0) return;
        // The first bucket of a new round: one more bit of the hash counts.
        if (added > _lowMask * 2 + 1) _lowMask = _lowMask * 2 + 1;
        ref var parent = ref _buckets[(int)(added & _lowMask)];
        var chain = parent;
        parent = default;
        while (true)
        {
            for (var slot = 0; slot < IndexBucket.Slots; slot++)
            {
                var id = chain.Id(slot);
                if (id != 0) Put(BucketOf(Hash(_records.Name(id))), id, chain.Print(slot));
            }
            if (!NextOfDetached(ref chain)) return;
        }
    }

    private void Shrink()
    {
        var last = _buckets.Count - 1;
        var chain = _buckets[last];
        _buckets.RemoveLast();
        var target = (int)(last & _lowMask);
        if (last == _lowMask + 1) _lowMask >>= 1;
        while (true)
        {
            for (var slot = 0; slot < IndexBucket.Slots; slot++)
            {
                if (chain.Id(slot) != 0) Put(target, chain.Id(slot), chain.Print(slot));
            }
            if (!NextOfDetached(ref chain)) return;
        }
    }

    /// <summary>Replaces a copied bucket by a copy of its successor, which is freed; false at the end of the chain.</summary>
    private bool NextOfDetached(ref IndexBucket chain)
    {
        if (chain.Overflow == 0) return false;
        var number = chain.Overflow - 1;
        chain = _overflow![number];
        GiveOverflow(number);
        return true;
    }

    private int TakeOverflow()
    {
        _overflow ??= new ChunkedArray<IndexBucket>();
        if (_freeOverflow == 0) return _overflow.Add();
        var number = _freeOverflow - 1;
        _freeOverflow = _overflow[number].Overflow;
        _overflow[number] = default;
        return number;
    }

    private void GiveOverflow(int number)
    {
        _overflow![number] = default;
        _overflow[number].Overflow = _freeOverflow;
        _freeOverflow = number + 1;
    }

    private int Visit<TVisitor>(int number, ref TVisitor visitor)
        where TVisitor : IMemberVisitor, allows ref struct
    {
        var seen = 0;
        ref var bucket = ref _buckets[number];
        while (true)
        {
            for (var slot = 0; slot < IndexBucket.Slots; slot++)
            {
                var id = bucket.Id(slot);
                if (id == 0) continue;
                visitor.Visit(_records.Name(id), _records.Score(id));
                seen++;
            }
            if (bucket.Overflow == 0) return seen;
            bucket = ref _overflow![bucket.Overflow - 1];
        }
    }

    private static ulong NextInReversedBits(ulong cursor, uint mask)
    {
        cursor |= ~(ulong)mask;
        cursor = Reverse(Reverse(cursor) + 1);
        return cursor;
    }

    private static ulong Reverse(ulong bits)
    {
        bits = (bits >> 1 & 0x5555_5555_5555_5555) | (bits & 0x5555_5555_5555_5555) << 1;
        bits = (bits >> 2 & 0x3333_3333_3333_3333) | (bits & 0x3333_3333_3333_3333) << 2;
        bits = (bits >> 4 & 0x0F0F_0F0F_0F0F_0F0F) | (bits & 0x0F0F_0F0F_0F0F_0F0F) << 4;
        return BinaryPrimitives.ReverseEndianness(bits);
    }
}
