using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Expiry;

/// <summary>The entries of a store that have a due time: when they are due, and which of them was used least recently.</summary>
internal sealed class ExpiryTable : IDisposable
{
    /// <summary>Random picks before the least recently used one is taken instead: bounds the work when most records are vacant.</summary>
    private const int RandomPicks = 32;

    private readonly ChunkedArray<ExpiryRecord> _records = new();
    // 2 KB, so made with the first due time: most partitions of a small node never see one.
    private TimerWheel? _wheel;
    private RecencyList<ExpiryRecord> _recency;
    private int _vacant = -1;

    public ExpiryTable() => _recency = new RecencyList<ExpiryRecord>(_records);

    public int Count => _wheel?.Count ?? 0;

    public long HeldBytes => _records.HeldBytes;

    /// <summary>See <see cref="TimerWheel.NextDueMs"/>.</summary>
    public long NextDueMs => _wheel?.NextDueMs ?? long.MaxValue;

    /// <summary>The entry that was used least recently, -1 when there is none.</summary>
    public int OldestEntry => EntryOf(_recency.Oldest);

    /// <summary>See <see cref="TimerWheel.Nearest"/>.</summary>
    public int NearestEntry => EntryOf(_wheel?.Nearest ?? -1);

    public long DueOf(int record) => _records[record].DueMs;

    /// <summary>A new record, as the most recently used.</summary>
    public int Add(int entry, long dueMs)
    {
        _wheel ??= new TimerWheel(_records);
        var record = _vacant;
        if (record >= 0)
            _vacant = _records[record].NextInSlot;
        else
            record = _records.Add();
        _records[record].Entry = entry;
        _records[record].DueMs = dueMs;
        _wheel.Add(record);
        _recency.Add(record);
        return record;
    }

    public void Change(int record, long dueMs) => _wheel!.Change(record, dueMs);

    public void Touch(int record) => _recency.MoveToYoungest(record);

    public void Remove(int record)
    {
        _wheel!.Remove(record);
        _recency.Remove(record);
        _records[record].Entry = -1;
        _records[record].NextInSlot = _vacant;
        _vacant = record;
    }

    /// <summary>See <see cref="TimerWheel.Next"/>; yields the entry.</summary>
    public int NextExpired(long nowMs) => EntryOf(_wheel?.Next(nowMs) ?? -1);

    /// <summary>An entry by chance; -1 when there is none.</summary>
    public int RandomEntry(Random random)
    {
        if (Count == 0)
            return -1;
        for (var i = 0; i < RandomPicks; i++)
            if (_records[random.Next(_records.Count)].Entry is var entry and >= 0)
                return entry;
        return OldestEntry;
    }

    public void Dispose()
    {
        _records.Clear();
        _wheel = null;
        _recency = new RecencyList<ExpiryRecord>(_records);
        _vacant = -1;
    }

    /// <summary>Throws unless wheel, recency list and entries agree.</summary>
    public void CheckInvariants(Func<int, int> recordOfEntry)
    {
        _wheel?.CheckInvariants();
        var listed = 0;
        var older = -1;
        for (var at = _recency.Oldest; at >= 0; older = at, at = _records[at].Recency.Younger)
        {
            if (_records[at].Recency.Older != older || ++listed > Count)
                Invariant.Broken($"expiry: recency list broken at record {at}");
            if (recordOfEntry(_records[at].Entry) != at)
                Invariant.Broken($"expiry: record {at} names entry {_records[at].Entry}, which names record {recordOfEntry(_records[at].Entry)}");
        }
        if (listed != Count || _recency.Youngest != older)
            Invariant.Broken($"expiry: {listed} records in the recency list, {Count} in the wheel");
        var vacant = 0;
        for (var at = _vacant; at >= 0 && vacant <= _records.Count; at = _records[at].NextInSlot)
            vacant++;
        if (vacant + Count != _records.Count)
            Invariant.Broken($"expiry: {vacant} vacant and {Count} used records of {_records.Count}");
    }

    private int EntryOf(int record) => record < 0 ? -1 : _records[record].Entry;
}
