using System.Numerics;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Expiry;

/// <summary>Orders expiry records by due time coarsely enough to be O(1), finely enough to yield each in its millisecond.</summary>
/// <remarks>
/// <para>
/// A hierarchical timing wheel (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 7): 8 levels of 64 slots, a slot of level L
/// spans 64^L ms, so any due time up to the year 10889 has a place and the whole wheel is 2 KB. The level of a record
/// is that of the highest 6-bit digit in which its due time differs from the wheel's time; its slot is that digit. When the wheel's
/// time enters a slot of a level above 0, the records in it move down. Each record moves down at most 7 times.
/// </para>
/// <para>
/// Keys given the same long time to live meet in one slot, millions perhaps, and moving them all in one call would hold
/// the partition's gate for as long. So a call moves <see cref="MovesPerCall"/> at most; the slot being emptied is remembered and time
/// stands still until it is empty. Records may come and go meanwhile.
/// </para>
/// <para>
/// Invariants: a record of level 0 has a slot at or after the time's lowest digit; one above, a slot after the time's digit of its
/// level, or it lies in the slot being emptied, whose span begins at the wheel's time. A bit is set exactly when its slot has records.
/// </para>
/// </remarks>
internal sealed class TimerWheel
{
    /// <summary>Records that one call moves down: about 50 µs when none is in a cache.</summary>
    public const int MovesPerCall = 512;

    /// <summary>Records of a slot compared for the nearest one: enough to be right nearly always below a minute, and bounded.</summary>
    private const int NearestLooks = 16;

    private const int Levels = 8;
    private const int DigitBits = 6;
    private const int SlotsPerLevel = 1 << DigitBits;

    /// <summary>The last time that has a slot of its own (year 10889); what is due later waits there.</summary>
    private const long LastTime = (1L << (Levels * DigitBits)) - 1;

    private readonly ChunkedArray<ExpiryRecord> _records;
    private readonly ulong[] _occupied = new ulong[Levels];
    private readonly int[] _first = new int[Levels * SlotsPerLevel];
    private long _time;
    private int _count;
    // The slot whose records are being moved down, -1 when none is.
    private int _emptying = -1;

    public TimerWheel(ChunkedArray<ExpiryRecord> records)
    {
        _records = records;
        Array.Fill(_first, -1);
    }

    public int Count => _count;

    /// <summary>No record is due before this, or it is overdue and this the wheel's time; <see cref="long.MaxValue"/> when there is none.</summary>
    public long NextDueMs
    {
        get
        {
            var slot = FirstSlot();
            return slot < 0 ? long.MaxValue : slot == _emptying ? _time : StartOf(slot);
        }
    }

    /// <summary>A record among the first to be due, exactly the first when its slot holds no more than 16; -1 when there is none.</summary>
    public int Nearest
    {
        get
        {
            var slot = FirstSlot();
            if (slot < 0)
                return -1;
            var nearest = _first[slot];
            var at = _records[nearest].NextInSlot;
            for (var looks = 1; at >= 0 && looks < NearestLooks; looks++, at = _records[at].NextInSlot)
                if (_records[at].DueMs < _records[nearest].DueMs)
                    nearest = at;
            return nearest;
        }
    }

    public void Add(int record)
    {
        Place(record);
        _count++;
    }

    public void Remove(int record)
    {
        Unlink(record);
        _count--;
    }

    /// <summary>Gives a record another due time.</summary>
    public void Change(int record, long dueMs)
    {
        Unlink(record);
        _records[record].DueMs = dueMs;
        Place(record);
    }

    /// <summary>
    /// A record due at or before <paramref name="nowMs"/>, which stays until it is removed; -1 when there is none, or when the call has done its share of
    /// moving (then <see cref="NextDueMs"/> is not after now). O(1) amortised. Time that goes back yields nothing until it has caught up.
    /// </summary>
    public int Next(long nowMs)
    {
        nowMs = Math.Min(nowMs, LastTime);
        for (var movesLeft = MovesPerCall; nowMs >= _time;)
        {
            if (!Empty(ref movesLeft))
                return -1;
            var slot = FirstSlot();
            var start = slot < 0 ? long.MaxValue : StartOf(slot);
            if (start > nowMs)
            {
                _time = nowMs;
                return -1;
            }
            _time = Math.Max(_time, start);
            if (slot < SlotsPerLevel)
                return _first[slot];
            _emptying = slot;
        }
        return -1;
    }

    /// <summary>Throws unless the invariants above hold.</summary>
    public void CheckInvariants()
    {
        var total = 0;
        for (var slot = 0; slot < _first.Length; slot++)
        {
            var occupied = (_occupied[slot >> DigitBits] >> slot & 1) != 0;
            if (occupied != _first[slot] >= 0)
                Invariant.Broken($"wheel: slot {slot} has its bit {occupied}, its first record is {_first[slot]}");
            var previous = -1;
            for (var at = _first[slot]; at >= 0; previous = at, at = _records[at].NextInSlot)
            {
                if (_records[at].Slot != slot || _records[at].PreviousInSlot != previous)
                    Invariant.Broken($"wheel: record {at} in slot {slot} says slot {_records[at].Slot}, previous {_records[at].PreviousInSlot} instead of {previous}");
                if (slot != _emptying && slot != SlotOf(_records[at].DueMs))
                    Invariant.Broken($"wheel: record {at} due {_records[at].DueMs} in slot {slot} belongs in {SlotOf(_records[at].DueMs)} at {_time}");
                if (++total > _count)
                    Invariant.Broken($"wheel: more than its {_count} records");
            }
        }
        if (total != _count)
            Invariant.Broken($"wheel: {total} records in the slots, {_count} counted");
    }

    /// <summary>Moves what lies in the slot being emptied down; false when the call's share is used up before the end.</summary>
    private bool Empty(ref int movesLeft)
    {
        if (_emptying < 0)
            return true;
        for (var record = _first[_emptying]; record >= 0; record = _first[_emptying])
        {
            if (movesLeft-- == 0)
                return false;
            Unlink(record);
            Place(record);
        }
        _emptying = -1;
        return true;
    }

    /// <summary>The slot that holds the records due first, the one being emptied before all; -1 when there is none.</summary>
    private int FirstSlot()
    {
        if (_emptying >= 0 && _first[_emptying] >= 0)
            return _emptying;
        for (var level = 0; level < Levels; level++)
            if (_occupied[level] != 0)
                return (level << DigitBits) + BitOperations.TrailingZeroCount(_occupied[level]);
        return -1;
    }

    /// <summary>The time at which the span of a slot in use begins.</summary>
    private long StartOf(int slot)
    {
        var shift = (slot >> DigitBits) * DigitBits;
        return (_time >> shift >> DigitBits << DigitBits | (uint)(slot & (SlotsPerLevel - 1))) << shift;
    }

    private int SlotOf(long dueMs)
    {
        var due = Math.Clamp(dueMs, _time, LastTime);
        var level = BitOperations.Log2((ulong)(due ^ _time)) / DigitBits;
        return (level << DigitBits) + (int)(due >> (level * DigitBits) & (SlotsPerLevel - 1));
    }

    private void Place(int index)
    {
        ref var record = ref _records[index];
        var slot = SlotOf(record.DueMs);
        var next = _first[slot];
        record.Slot = slot;
        record.NextInSlot = next;
        record.PreviousInSlot = -1;
        if (next >= 0)
            _records[next].PreviousInSlot = index;
        _first[slot] = index;
        _occupied[slot >> DigitBits] |= 1UL << slot;
    }

    private void Unlink(int index)
    {
        ref var record = ref _records[index];
        if (record.NextInSlot >= 0)
            _records[record.NextInSlot].PreviousInSlot = record.PreviousInSlot;
        if (record.PreviousInSlot >= 0)
            _records[record.PreviousInSlot].NextInSlot = record.NextInSlot;
        else if ((_first[record.Slot] = record.NextInSlot) < 0)
            _occupied[record.Slot >> DigitBits] &= ~(1UL << record.Slot);
    }
}
