using System.Buffers.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Idempotence;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Effects;

/// <summary>Cuts a partition's content into chunks of effects, while commands go on between one chunk and the next.</summary>
/// <remarks>
/// <para>
/// A chunk says how some keys are when it is cut. The copy gets chunks and effects in the order in which they were made: before a chunk all effects
/// executed until then, after it those that follow. When <see cref="TryCutNext"/> says that it is at the end, such a copy has what the primary's store has.
/// </para>
/// <para>Why. Call a key <i>passed</i> when it was cut whole after the walk came to it, or was absent then. At any moment, for the copy that has all that was sent:</para>
/// <list type="number">
/// <item>A key that is absent here is absent there, or it is queued. The copy begins empty; an effect that makes a key there has made or changed it here; a key ends here
/// by DEL, by FLUSHALL or by RENAME, never by an effect that needs to find the same members there (a board that becomes empty has DEL as its effect).
/// RENAME is what can come out differently on a copy that lacks one of its keys, so both are queued.</item>
/// <item>A key that is passed and not queued is the same here and there: it was when it was cut, since what is cut replaces whatever the copy made of effects before (SET; or
/// DEL and then members); and from then on by the effects, which do the same to the same.</item>
/// <item>A large board is cut in pieces, over several chunks. Meanwhile the copy has no member that is not here, none with another score, and all that the scan
/// of members has passed: for its effects name members and their scores (<see cref="SnapshotCutters.IsCutting"/>), or remove by score, or replace the
/// whole key. When its scan is at the end nothing is left that was not passed, and the time at which it is due follows. What is no board any more by then is cut whole.</item>
/// </list>
/// <para>
/// The walk passes every key, because the store's scan visits what is present throughout and what was not fell under 1 while it was absent. So at the end all keys are passed
/// and none is queued. When too many keys are queued, everything starts again with a header, which empties the copy.
/// </para>
/// </remarks>
public sealed class SnapshotCutter : IDisposable
{
    /// <summary>Bytes of a chunk, unless one string or one bucket of members is larger: what travels in one piece on a link, and some tens of microseconds of work.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>Keys and members looked at for a chunk: as many as a command may visit on a socket's thread.</summary>
    public const int ChunkElements = CommandContext.InlineElements;

    /// <summary>Keys that may wait: a chunk takes some hundreds, so more come faster than they go, and starting again is no worse.</summary>
    private const int MaxQueuedKeys = 4096;

    /// <summary>The same for their bytes; keys are short.</summary>
    private const int MaxQueuedBytes = 1 << 20;

    private readonly PartitionSpace _space;
    private readonly int _chunkBytes;
    private readonly int _chunkElements;
    private readonly int _maxQueuedKeys;
    private readonly RecordBuffer _chunk;
    private readonly KeyQueue _queue = new();
    /// <summary>What was remembered of requests when the cutting began and was not cut yet. What is remembered later comes as effects.</summary>
    private readonly Queue<OnceRecord> _once = new();
    private bool _hasBegun;
    private bool _isWalking = true;
    private ulong _cursor;
    // The board that is cut in pieces, null when none is.
    private byte[]? _board;
    private ulong _memberCursor;
    private int _elementsLeft;
    private bool _isFull;

    /// <summary>Begins to cut. The gate is held, here and in every other call.</summary>
    public SnapshotCutter(PartitionSpace space)
        : this(space, ChunkBytes, ChunkElements, MaxQueuedKeys)
    {
    }

    internal SnapshotCutter(PartitionSpace space, int chunkBytes, int chunkElements, int maxQueuedKeys)
    {
        _space = space;
        _chunkBytes = chunkBytes;
        _chunkElements = chunkElements;
        _maxQueuedKeys = maxQueuedKeys;
        _chunk = new RecordBuffer(chunkBytes);
        space.Cutters.Add(this);
    }

    /// <summary>Times that everything started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Ends the cutting, whether or not it is at its end: writes pay for it until then.</summary>
    public void Dispose() => _space.Cutters.Remove(this);

    /// <summary>The next chunk, as the store is now; sometimes empty. The memory is the caller's. A bounded amount of work.</summary>
    /// <returns>False at the end: what follows are effects only. A key that is touched later makes more.</returns>
    public bool TryCutNext(out ReadOnlyMemory<byte> chunk)
    {
        _elementsLeft = _chunkElements;
        _isFull = false;
        if (!_hasBegun)
        {
            _hasBegun = true;
            SnapshotHeader.Write(_chunk, _space.Store.Seed);
            _once.Clear();
            foreach (var record in _space.Once.Records) _once.Enqueue(record);
        }
        var isAtEnd = false;
        while (!isAtEnd && !_isFull && _elementsLeft > 0 && _chunk.Count < _chunkBytes)
        {
            if (_once.TryDequeue(out var record)) Once(record);
            else if (_board is not null) CutMembers();
            else if (_queue.Count > 0) CutQueued();
            else if (_isWalking) Walk();
            else isAtEnd = true;
        }
        chunk = _chunk.Take();
        return !isAtEnd || !chunk.IsEmpty;
    }

    /// <summary>What a copy has under this key may differ from what is here: it is cut again, whole, before the end.</summary>
    public void Touched(ReadOnlySpan<byte> key)
    {
        if (!_hasBegun) return;
        if (IsCutting(key)) _board = null;
        _queue.Add(key);
        if (_queue.Count > _maxQueuedKeys || _queue.Bytes > MaxQueuedBytes) StartAgain();
    }

    internal bool IsCutting(ReadOnlySpan<byte> key) => _board is not null && key.SequenceEqual(_board);

    private void StartAgain()
    {
        Restarts++;
        _queue.Clear();
        _board = null;
        _cursor = 0;
        _isWalking = true;
        _hasBegun = false;
    }

    // One bucket: what does not fit is queued, and so comes next.
    private void Walk()
    {
        var visitor = new EntryVisitor(this);
        _cursor = _space.Store.Scan(_cursor, 1, ref visitor);
        _elementsLeft--;
        _isWalking = _cursor != 0;
    }

    private void CutQueued()
    {
        var store = _space.Store;
        var key = _queue.First;
        var entry = store.Find(key);
        if (entry < 0) Delete(key);
        else if (!TryCutWhole(entry))
        {
            if (store.KindOf(entry) == EntryKind.String || store.BoardOf(entry).IsCompact)
            {
                _isFull = true;
                return;
            }
            _board = key;
            _memberCursor = 0;
            Delete(key);
        }
        _elementsLeft--;
        _queue.RemoveFirst();
    }

    /// <summary>Cuts a string or a small board unless it exceeds the chunk; one that would exceed any chunk is cut into an empty one.</summary>
    private bool TryCutWhole(int entry)
    {
        var store = _space.Store;
        var isString = store.KindOf(entry) == EntryKind.String;
        if (!isString && !store.BoardOf(entry).IsCompact) return false;
        var before = _chunk.Count;
        if (before > 0 && isString && before + store.StringOf(entry).Length > _chunkBytes) return false;
        if (isString) String(entry);
        else Board(entry);
        if (before == 0 || _chunk.Count <= _chunkBytes) return true;
        _chunk.Rewind(before);
        return false;
    }

    private void String(int entry)
    {
        var store = _space.Store;
        _chunk.Begin("SET"u8, store.KeyOf(entry));
        _chunk.Argument(store.StringOf(entry));
        var dueMs = store.DueOf(entry);
        if (dueMs != 0)
        {
            _chunk.Argument("PXAT"u8);
            Integer(dueMs);
        }
        _chunk.End();
    }

    private void Board(int entry)
    {
        var store = _space.Store;
        var key = store.KeyOf(entry);
        Delete(key);
        _chunk.Begin("ZADD"u8, key);
        var visitor = new MemberVisitor(_chunk);
        store.BoardOf(entry).Scan(0, int.MaxValue, ref visitor);
        _chunk.End();
        Due(entry, key);
        _elementsLeft -= visitor.Visited;
    }

    private void CutMembers()
    {
        var store = _space.Store;
        var key = _board!;
        var entry = store.Find(key);
        if (entry < 0 || store.KindOf(entry) != EntryKind.SortedSet)
        {
            // Gone, or a string now, perhaps one that kept the time at which the board was due.
            _board = null;
            _queue.Add(key);
            return;
        }
        CutMembers(store.BoardOf(entry), key);
        if (_memberCursor != 0 || _isFull) return;
        Due(entry, key);
        _board = null;
    }

    private void CutMembers(SortedSet board, byte[] key)
    {
        var before = _chunk.Count;
        _chunk.Begin("ZADD"u8, key);
        var visitor = new MemberVisitor(_chunk);
        do
        {
            var (count, arguments) = (_chunk.Count, _chunk.Arguments);
            var next = board.Scan(_memberCursor, 1, ref visitor);
            if (_chunk.Count > _chunkBytes && (before > 0 || arguments > 2))
            {
                _chunk.Rewind(count, arguments);
                _isFull = true;
                break;
            }
            _memberCursor = next;
            _elementsLeft--;
        }
        while (_memberCursor != 0 && visitor.Visited < EffectWriter.MembersPerEffect && visitor.Visited < _elementsLeft);
        _elementsLeft -= visitor.Visited;
        if (_chunk.Arguments > 2) _chunk.End();
        else _chunk.Rewind(before);
    }

    private void Once(in OnceRecord record)
    {
        _elementsLeft--;
        if (!_space.Once.Remembers(record)) return;
        _chunk.Begin("ONCE"u8, record.Client);
        Integer(record.Sequence);
        Integer(record.Low);
        Integer(record.TimeMs);
        _chunk.Argument(record.Reply);
        _chunk.End();
    }

    private void Delete(ReadOnlySpan<byte> key)
    {
        _chunk.Begin("DEL"u8, key);
        _chunk.End();
    }

    private void Due(int entry, ReadOnlySpan<byte> key)
    {
        var dueMs = _space.Store.DueOf(entry);
        if (dueMs == 0) return;
        _chunk.Begin("PEXPIREAT"u8, key);
        Integer(dueMs);
        _chunk.End();
    }

    private void Integer(long value)
    {
        Span<byte> digits = stackalloc byte[24];
        Utf8Formatter.TryFormat(value, digits, out var length);
        _chunk.Argument(digits[..length]);
    }

    private readonly ref struct EntryVisitor(SnapshotCutter cutter) : IEntryVisitor
    {
        public void Visit(int entry)
        {
            cutter._elementsLeft--;
            if (!cutter.TryCutWhole(entry)) cutter._queue.Add(cutter._space.Store.KeyOf(entry));
        }
    }

    private ref struct MemberVisitor(RecordBuffer chunk) : IMemberVisitor
    {
        public int Visited;

        public void Visit(ReadOnlySpan<byte> member, double score)
        {
            Span<byte> text = stackalloc byte[DoubleText.MaxBytes];
            chunk.Argument(text[..DoubleText.Format(score, text)]);
            chunk.Argument(member);
            Visited++;
        }
    }
}
