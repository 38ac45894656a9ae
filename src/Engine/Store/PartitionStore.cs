using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Store;

/// <summary>The entries of one partition. Plain form: a dictionary and a linked list. Single-threaded: callers hold the partition's gate.</summary>
public sealed class PartitionStore : IDisposable
{
    private sealed class Entry
    {
        public int Index;
        public byte[] Key = [];
        public byte[] Value = [];
        public SortedSet? Board;
        public long BoardBytes;
        public long Due;
        public uint Stamp;
        public LinkedListNode<Entry> Recency = null!;
    }

    private const int EntryOverheadBytes = 48;

    private readonly ulong _seed;
    private readonly List<Entry?> _entries = [];
    private readonly Stack<int> _vacant = new();
    private readonly Dictionary<string, Entry> _index = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recency = [];
    private long _usedBytes;

    public PartitionStore(ulong seed) => _seed = seed;

    /// <summary>Entries held, expired ones that were not yet removed included.</summary>
    public int Count => _index.Count;
    public long UsedBytes => _usedBytes;
    public int BoardCount { get; private set; }
    public int VolatileCount { get; private set; }

    /// <summary>The entry of <paramref name="key"/>, or -1. Ignores expiry, does not touch recency.</summary>
    public int Find(ReadOnlySpan<byte> key) => _index.TryGetValue(Text(key), out var entry) ? entry.Index : -1;

    /// <summary>Makes the entry the youngest.</summary>
    public void Touch(int entry, uint stamp)
    {
        var e = At(entry);
        e.Stamp = stamp;
        _recency.Remove(e.Recency);
        _recency.AddLast(e.Recency);
    }

    public uint StampOf(int entry) => At(entry).Stamp;
    public EntryKind KindOf(int entry) => At(entry).Board is null ? EntryKind.String : EntryKind.SortedSet;
    public ReadOnlySpan<byte> KeyOf(int entry) => At(entry).Key;
    public ReadOnlySpan<byte> StringOf(int entry) => At(entry).Value;
    public SortedSet BoardOf(int entry) => At(entry).Board!;
    public long EntryBytes(int entry)
    {
        var e = At(entry);
        return EntryOverheadBytes + e.Key.Length + e.Value.Length + e.BoardBytes;
    }

    public int AddString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, uint stamp) => Add(key, value.ToArray(), null, stamp);

    public int AddBoard(ReadOnlySpan<byte> key, uint stamp) => Add(key, [], new SortedSet(_seed), stamp);

    /// <summary>Puts a board that another store detached under <paramref name="key"/>, which is absent.</summary>
    public int AttachBoard(ReadOnlySpan<byte> key, SortedSet board, uint stamp) => Add(key, [], board, stamp);

    /// <summary>Takes the board out and removes its entry; the caller owns the board.</summary>
    public SortedSet DetachBoard(int entry)
    {
        var board = At(entry).Board!;
        Remove(entry, disposeBoard: false);
        return board;
    }

    public void SetString(int entry, ReadOnlySpan<byte> value)
    {
        var e = At(entry);
        var bytes = value.ToArray();
        DropBoard(e, dispose: true);
        _usedBytes += bytes.Length - e.Value.Length;
        e.Value = bytes;
    }

    /// <summary>Keeps the prefix, zero-fills growth, returns the whole value.</summary>
    public Span<byte> ResizeString(int entry, int newLength)
    {
        var e = At(entry);
        _usedBytes += newLength - e.Value.Length;
        Array.Resize(ref e.Value, newLength);
        return e.Value;
    }

    public void Recharge(int entry)
    {
        var e = At(entry);
        var bytes = e.Board!.UsedBytes;
        _usedBytes += bytes - e.BoardBytes;
        e.BoardBytes = bytes;
    }

    public void Remove(int entry) => Remove(entry, disposeBoard: true);

    /// <summary>Moves the value to <paramref name="newKey"/>, which is absent; keeps due time and recency. Returns the new entry.</summary>
    public int Rename(int entry, ReadOnlySpan<byte> newKey)
    {
        var e = At(entry);
        _index.Remove(Text(e.Key));
        _usedBytes += newKey.Length - e.Key.Length;
        e.Key = newKey.ToArray();
        _index.Add(Text(newKey), e);
        return entry;
    }

    public long DueOf(int entry) => At(entry).Due;

    public void SetDue(int entry, long dueMs)
    {
        var e = At(entry);
        VolatileCount += (dueMs != 0 ? 1 : 0) - (e.Due != 0 ? 1 : 0);
        e.Due = dueMs;
    }

    /// <summary>An entry whose due time is at or before <paramref name="nowMs"/>, or -1. The caller removes it.</summary>
    public int NextExpired(long nowMs)
    {
        var nearest = NearestDue;
        return nearest >= 0 && At(nearest).Due <= nowMs ? nearest : -1;
    }

    /// <summary>No entry is due before this; <see cref="long.MaxValue"/> when none ever is.</summary>
    public long NextDueMs => NearestDue is var nearest and >= 0 ? At(nearest).Due : long.MaxValue;

    public int Oldest => _recency.First?.Value.Index ?? -1;

    public int OldestVolatile
    {
        get
        {
            foreach (var e in _recency)
                if (e.Due != 0)
                    return e.Index;
            return -1;
        }
    }

    public int NearestDue
    {
        get
        {
            Entry? nearest = null;
            if (VolatileCount > 0)
                foreach (var e in _recency)
                    if (e.Due != 0 && (nearest is null || e.Due < nearest.Due))
                        nearest = e;
            return nearest?.Index ?? -1;
        }
    }

    public uint OldestStamp => _recency.First?.Value.Stamp ?? 0;

    public int RandomEntry(Random random)
    {
        if (Count == 0)
            return -1;
        for (var i = random.Next(_entries.Count); ; i = (i + 1) % _entries.Count)
            if (_entries[i] is not null)
                return i;
    }

    /// <summary>Visits about <paramref name="count"/> entries; 0 starts, and 0 is returned at the end.</summary>
    public ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : IEntryVisitor, allows ref struct
    {
        for (; cursor < (ulong)_entries.Count; cursor++)
        {
            if (_entries[(int)cursor] is null)
                continue;
            if (count-- <= 0)
                return cursor;
            visitor.Visit((int)cursor);
        }
        return 0;
    }

    /// <summary>Empties the store. The caller disposes what is returned, outside the gate.</summary>
    public IDisposable Clear()
    {
        var detached = new DetachedBoards(_entries.Where(e => e?.Board is not null).Select(e => e!.Board!).ToArray());
        _entries.Clear();
        _vacant.Clear();
        _index.Clear();
        _recency.Clear();
        _usedBytes = 0;
        BoardCount = VolatileCount = 0;
        return detached;
    }

    public void CheckInvariants()
    {
        if (_index.Count != _recency.Count || _usedBytes != _recency.Sum(e => EntryBytes(e.Index)))
            throw new InvalidOperationException("store: index, recency and charge differ");
    }

    public void Dispose() => Clear().Dispose();

    private Entry At(int entry) => _entries[entry]!;

    private static string Text(ReadOnlySpan<byte> key) => System.Text.Encoding.Latin1.GetString(key);

    private int Add(ReadOnlySpan<byte> key, byte[] value, SortedSet? board, uint stamp)
    {
        var e = new Entry { Key = key.ToArray(), Value = value, Board = board, BoardBytes = board?.UsedBytes ?? 0, Stamp = stamp };
        _index.Add(Text(key), e);
        if (_vacant.TryPop(out e.Index))
            _entries[e.Index] = e;
        else
        {
            e.Index = _entries.Count;
            _entries.Add(e);
        }
        e.Recency = _recency.AddLast(e);
        BoardCount += board is null ? 0 : 1;
        _usedBytes += EntryBytes(e.Index);
        return e.Index;
    }

    private void Remove(int entry, bool disposeBoard)
    {
        var e = At(entry);
        _usedBytes -= EntryBytes(entry);
        e.BoardBytes = 0;
        DropBoard(e, disposeBoard);
        SetDue(entry, 0);
        _index.Remove(Text(e.Key));
        _recency.Remove(e.Recency);
        _entries[entry] = null;
        _vacant.Push(entry);
    }

    private void DropBoard(Entry e, bool dispose)
    {
        if (e.Board is null)
            return;
        if (dispose)
            e.Board.Dispose();
        _usedBytes -= e.BoardBytes;
        e.BoardBytes = 0;
        e.Board = null;
        BoardCount--;
    }

    private sealed class DetachedBoards(SortedSet[] boards) : IDisposable
    {
        public void Dispose()
        {
            foreach (var board in boards)
                board.Dispose();
        }
    }
}
