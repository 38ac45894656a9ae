using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Effects;

/// <summary>The partition's log of effects: what each write did, as a deterministic command vector, numbered from 1.</summary>
/// <remarks>
/// <para>
/// A ring of bytes that grows to a ceiling and then forgets its oldest records. A record is
/// {length, argument count and flag, then length and bytes of each argument}, little-endian 32-bit numbers; it may wrap around the ring's end.
/// A record larger than the ceiling is numbered but not kept, and everything before it is forgotten, so that what can be read is always a suffix without gaps.
/// Effects of one transaction carry the <i>continued</i> flag, except the last: a reader applies them together.
/// </para>
/// <para>
/// What somebody still has to read (<see cref="KeepFrom"/>) is never forgotten: the ring then grows beyond the ceiling, by doubling, and shrinks once that was read.
/// A ring is a quarter full when it shrinks and at most half full after it, so copying costs O(1) per byte appended; forgetting visits each record once.
/// </para>
/// </remarks>
public sealed class EffectLog
{
    /// <summary>The most that is kept for those who have not read it yet: as long as an array of a power of two can be. Whoever writes should wait long before (<see cref="KeptBytes"/>).</summary>
    public const int MaxKeptBytes = 1 << 30;

    /// <summary>Bytes of a log that has written something: a few small effects.</summary>
    private const int FirstBytes = 512;

    /// <summary>What the depth of transactions is raised by while the log is suspended: so the usual append needs no check of its own.</summary>
    private const int SuspendedDepth = 1 << 30;

    internal const int RecordHeaderBytes = 8;
    internal const int ContinuedFlag = 1 << 31;

    private readonly int _ceilingBytes;
    private ByteRing _ring = new();
    // Bytes of all records that are gone, and one for each start: where the ring's head is since the log began.
    private long _goneBytes;
    private long _last;
    private long _first = 1;
    private long _keepFrom = long.MaxValue;
    // Where the record of _keepFrom begins, counted as _goneBytes; smaller than that when it is gone.
    private long _keepOffset;
    private int _transactionDepth;
    private bool _isSuspended;
    private bool _keepsNothing;
    private bool _pendingInTransaction;
    private int _pendingFlagAt;
    private int _recordAt;
    private int _recordBytes;
    private bool _overflow;

    /// <param name="ceilingBytes">The most bytes kept while nobody asks for more; a power of two.</param>
    public EffectLog(int ceilingBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ceilingBytes, FirstBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ceilingBytes, MaxKeptBytes);
        if (!BitOperations.IsPow2(ceilingBytes)) throw new ArgumentException("must be a power of two", nameof(ceilingBytes));
        _ceilingBytes = ceilingBytes;
    }

    /// <summary>Sequence of the newest effect, 0 when there was none.</summary>
    public long LastSequence => _last;

    /// <summary>Sequence of the oldest effect that can still be read; <see cref="LastSequence"/> + 1 when none can.</summary>
    public long FirstSequence => _first;

    /// <summary>Bytes held for the ring.</summary>
    public int HeldBytes => _ring.Size;

    /// <summary>
    /// Effects from here on are not forgotten, up to <see cref="MaxKeptBytes"/>; <see cref="long.MaxValue"/>: those below the ceiling will do.
    /// Set it between commands. A sequence beyond the next one counts as the next one. Moving on is O(effects passed), moving back O(effects held).
    /// </summary>
    public long KeepFrom
    {
        get => _keepFrom;
        set
        {
            if (value != long.MaxValue) value = Math.Min(value, _last + 1);
            if (value == _keepFrom) return;
            if (value != long.MaxValue) _keepOffset = OffsetOf(Math.Max(value, _first));
            _keepFrom = value;
            if (_ring.Size > _ceilingBytes) Shrink();
        }
    }

    /// <summary>
    /// Effects are numbered and forgotten at once: nobody reads them, and whoever comes to will begin with a snapshot. Writing and forgetting bytes is a tenth of a small
    /// write. Set it between commands.
    /// </summary>
    public bool KeepsNothing
    {
        get => _keepsNothing;
        set
        {
            if (value == _keepsNothing) return;
            _keepsNothing = value;
            if (!value) return;
            ForgetAll();
            _first = _last + 1;
            _keepFrom = long.MaxValue;
            _ring.Resize(0);
        }
    }

    /// <summary>Bytes held from <see cref="KeepFrom"/> on: what somebody has yet to read. O(1).</summary>
    public int KeptBytes => _keepFrom == long.MaxValue ? 0 : (int)(_goneBytes + _ring.Used - Math.Max(_keepOffset, _goneBytes));

    /// <summary>Nothing is appended, and nothing numbered: an applier executes effects whose records it adds itself (<see cref="AppendRaw"/>). Set it outside transactions.</summary>
    public bool IsSuspended
    {
        get => _isSuspended;
        set
        {
            _isSuspended = value;
            _transactionDepth = value ? SuspendedDepth : 0;
        }
    }

    /// <summary>Appends a command that is deterministic as it stands.</summary>
    public void Append(CommandVector command)
    {
        if (_keepsNothing && !_isSuspended)
        {
            Number();
            return;
        }
        if (_transactionDepth == 0 && TryAppendInOnePiece(command)) return;
        Begin(command.Count);
        for (var i = 0; i < command.Count; i++) Argument(command[i]);
        End();
    }

    /// <summary>Starts an effect of <paramref name="arguments"/> arguments, its name included. Follow with <see cref="Argument"/> and <see cref="End"/>.</summary>
    public void Begin(int arguments)
    {
        _overflow = _isSuspended || _keepsNothing;
        if (_overflow) return;
        _recordBytes = RecordHeaderBytes;
        _recordAt = _ring.Used;
        if (!MakeRoom(RecordHeaderBytes)) return;
        _ring.Add(RecordHeaderBytes);
        _ring.WriteNumber(_recordAt + 4, arguments);
    }

    public void Argument(scoped ReadOnlySpan<byte> bytes)
    {
        if (_overflow || !MakeRoom(4 + bytes.Length)) return;
        _recordBytes += 4 + bytes.Length;
        var at = _ring.Used;
        _ring.Add(4 + bytes.Length);
        _ring.WriteNumber(at, bytes.Length);
        _ring.Write(at + 4, bytes);
    }

    public void End()
    {
        if (_overflow)
        {
            if (!_isSuspended) NumberUnkept();
            return;
        }
        _last++;
        _ring.WriteNumber(_recordAt, _recordBytes);
        if (_transactionDepth == 0) return;
        var flagAt = _recordAt + 4;
        _ring.WriteNumber(flagAt, _ring.ReadNumber(flagAt) | ContinuedFlag);
        _pendingInTransaction = true;
        _pendingFlagAt = flagAt;
    }

    /// <summary>Effects until <see cref="EndTransaction"/> belong together.</summary>
    public void BeginTransaction()
    {
        _transactionDepth++;
    }

    public void EndTransaction()
    {
        if (--_transactionDepth > 0 || !_pendingInTransaction) return;
        _ring.WriteNumber(_pendingFlagAt, _ring.ReadNumber(_pendingFlagAt) & ~ContinuedFlag);
        _pendingInTransaction = false;
    }

    /// <summary>Appends <paramref name="count"/> records as <see cref="TryRead"/> copied them out of another log, all but the first <paramref name="skip"/>: the same bytes under the next numbers.</summary>
    /// <exception cref="InvalidDataException">The bytes hold fewer records, or none; some may have been appended.</exception>
    public void AppendRaw(ReadOnlySpan<byte> records, int skip, int count)
    {
        for (var left = (long)skip + count; left > 0; left--)
        {
            var bytes = records.Length < RecordHeaderBytes ? 0 : BinaryPrimitives.ReadInt32LittleEndian(records);
            if (bytes < RecordHeaderBytes || bytes > records.Length) MissingRecords(left);
            if (left <= count) AppendRecord(records[..bytes]);
            records = records[bytes..];
        }
    }

    /// <summary>Forgets everything; the next effect is the one after <paramref name="lastSequence"/>. What is to be kept is to be set anew, and the log is not suspended and keeps what it can.</summary>
    public void StartAt(long lastSequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lastSequence);
        ForgetAll();
        // A cursor from before is behind what is gone, though its sequence may come again.
        _goneBytes++;
        _last = lastSequence;
        _first = lastSequence + 1;
        _keepFrom = long.MaxValue;
        _pendingInTransaction = false;
        _keepsNothing = false;
        IsSuspended = false;
    }

    /// <summary>Where a reader begins that wants only what comes.</summary>
    public EffectCursor Tail => new(_last + 1, _goneBytes + _ring.Used);

    /// <summary>Where a reader begins that wants effects from <paramref name="sequence"/> on; null when that one is forgotten, or not written and not the next. O(effects before it), those before <see cref="KeepFrom"/> not counted.</summary>
    public EffectCursor? CursorAt(long sequence) => sequence < _first || sequence > _last + 1 ? null : new EffectCursor(sequence, OffsetOf(sequence));

    /// <summary>Copies effects up to <paramref name="last"/> as they lie in the log, about <paramref name="bytes"/> of them, and moves the cursor on. At least one, and no transaction in part.</summary>
    /// <returns>Their number; -1 when the log has forgotten what the cursor stands at.</returns>
    public int TryRead(ref EffectCursor cursor, long last, int bytes, IBufferWriter<byte> target)
    {
        if (cursor.Sequence < _first || cursor.Offset < _goneBytes) return -1;
        var at = (int)(cursor.Offset - _goneBytes);
        var copied = 0;
        var count = 0;
        var isContinued = false;
        while (cursor.Sequence + count <= Math.Min(last, _last))
        {
            var record = _ring.ReadNumber(at);
            if (count > 0 && !isContinued && copied + record > bytes) break;
            isContinued = (_ring.ReadNumber(at + 4) & ContinuedFlag) != 0;
            _ring.Read(at, target.GetSpan(record)[..record]);
            target.Advance(record);
            at += record;
            copied += record;
            count++;
        }
        cursor = new EffectCursor(cursor.Sequence + count, _goneBytes + at);
        return count;
    }

    /// <summary>Copies out the effects from <paramref name="sequence"/> on. For readers off the hot path.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is older than what is kept.</exception>
    public IReadOnlyList<Effect> ReadFrom(long sequence)
    {
        if (sequence < _first) throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"the log begins at {_first}");
        var effects = new List<Effect>();
        var at = 0;
        for (var number = _first; number <= _last; number++)
        {
            var bytes = _ring.ReadNumber(at);
            if (number >= sequence) effects.Add(ReadEffect(number, at));
            at += bytes;
        }
        return effects;
    }

    // The usual record is short and does not wrap around the ring's end: written by one pass over a span.
    private bool TryAppendInOnePiece(CommandVector command)
    {
        long bytes = RecordHeaderBytes;
        for (var i = 0; i < command.Count; i++) bytes += 4 + command[i].Length;
        if (bytes > _ring.Size / 4) return false;
        while (_ring.Used + bytes > _ring.Size)
        {
            if (_ring.Size < _ceilingBytes || _first >= _keepFrom) return false;
            _recordAt = _ring.Used;
            ForgetOldest();
        }
        if (!_ring.TryAddInOnePiece((int)bytes, out var target)) return false;

        BinaryPrimitives.WriteInt32LittleEndian(target, (int)bytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], command.Count);
        target = target[RecordHeaderBytes..];
        for (var i = 0; i < command.Count; i++)
        {
            var argument = command[i];
            BinaryPrimitives.WriteInt32LittleEndian(target, argument.Length);
            argument.CopyTo(target[4..]);
            target = target[(4 + argument.Length)..];
        }
        _last++;
        return true;
    }

    private void AppendRecord(ReadOnlySpan<byte> record)
    {
        _overflow = false;
        _recordAt = _ring.Used;
        if (_keepsNothing || !MakeRoom(record.Length))
        {
            NumberUnkept();
            return;
        }
        _ring.Add(record.Length);
        _ring.Write(_recordAt, record);
        _last++;
    }

    private Effect ReadEffect(long sequence, int at)
    {
        var countAndFlag = _ring.ReadNumber(at + 4);
        var arguments = new byte[countAndFlag & ~ContinuedFlag][];
        at += RecordHeaderBytes;
        for (var i = 0; i < arguments.Length; i++)
        {
            var bytes = new byte[_ring.ReadNumber(at)];
            _ring.Read(at + 4, bytes);
            arguments[i] = bytes;
            at += 4 + bytes.Length;
        }
        return new Effect(sequence, arguments, (countAndFlag & ContinuedFlag) != 0);
    }

    /// <summary>Where the record of a sequence that is held, or is the next, begins since the log began.</summary>
    private long OffsetOf(long sequence)
    {
        if (sequence == _last + 1) return _goneBytes + _ring.Used;
        var isBehindKept = _keepFrom >= _first && _keepFrom <= sequence;
        var at = isBehindKept ? (int)(_keepOffset - _goneBytes) : 0;
        for (var number = isBehindKept ? _keepFrom : _first; number < sequence; number++) at += _ring.ReadNumber(at);
        return _goneBytes + at;
    }

    // Forgetting a record shifts the positions of the others, so whoever has one reads it again afterwards.
    private bool MakeRoom(int bytes)
    {
        while ((long)_ring.Used + bytes > _ring.Size)
        {
            var wanted = (long)_ring.Used + bytes;
            if (_ring.Size < _ceilingBytes) Grow(Math.Max(wanted, FirstBytes), _ceilingBytes);
            else if (_first < _keepFrom && ForgetOldest()) continue;
            else if (_keepFrom != long.MaxValue && wanted <= MaxKeptBytes) Grow(wanted, MaxKeptBytes);
            else return !(_overflow = true);
        }
        return true;
    }

    private void Grow(long wanted, int most) => _ring.Resize((int)Math.Min(most, (long)BitOperations.RoundUpToPowerOf2((ulong)wanted)));

    // Only what must be kept justifies a ring beyond the ceiling: of the rest no more stays than leaves the smaller ring half empty.
    private void Shrink()
    {
        _recordAt = _ring.Used;
        while (_ring.Used > _ceilingBytes / 2 && _first < _keepFrom) ForgetOldest();
        if (_ring.Used > _ring.Size / 4) return;
        _ring.Resize((int)Math.Max((uint)_ceilingBytes, BitOperations.RoundUpToPowerOf2(2 * (uint)_ring.Used)));
    }

    private bool ForgetOldest()
    {
        // The record being written is never forgotten: when only it is left, it does not fit.
        if (_recordAt == 0) return false;
        var bytes = _ring.ReadNumber(0);
        _ring.Drop(bytes);
        _goneBytes += bytes;
        _recordAt -= bytes;
        if (_pendingInTransaction && (_pendingFlagAt -= bytes) < 0) _pendingInTransaction = false;
        _first++;
        return true;
    }

    private void NumberUnkept()
    {
        if (!_keepsNothing) ForgetAll();
        Number();
        _pendingInTransaction = false;
    }

    private void Number() => _first = ++_last + 1;

    private void ForgetAll()
    {
        _goneBytes += _ring.Used;
        _ring.Clear();
        if (_ring.Size > _ceilingBytes) _ring.Resize(_ceilingBytes);
    }

    [DoesNotReturn]
    private static void MissingRecords(long count) => throw new InvalidDataException($"{count} records are missing");
}
