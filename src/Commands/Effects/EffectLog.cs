using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Effects;

/// <summary>The partition's log of effects: what each write did, as a deterministic command vector, numbered from 1.</summary>
/// <remarks>
/// A ring of bytes that grows to a ceiling and then forgets its oldest records. A record is
/// {length, argument count and flag, then length and bytes of each argument}, little-endian 32-bit numbers; it may wrap around the ring's end.
/// A record larger than the ceiling is numbered but not kept, and everything before it is forgotten, so that what can be read is always a suffix without gaps.
/// Effects of one transaction carry the <i>continued</i> flag, except the last: a reader applies them together.
/// </remarks>
public sealed class EffectLog
{
    /// <summary>Bytes of a log that has written something: a few small effects.</summary>
    private const int FirstBytes = 512;

    private const int RecordHeaderBytes = 8;
    private const int ContinuedFlag = 1 << 31;

    private readonly int _ceilingBytes;
    private byte[] _ring = [];
    private int _head;
    private int _used;
    private long _last;
    private long _first = 1;
    private int _transactionDepth;
    private bool _pendingInTransaction;
    private int _pendingFlagAt;
    private int _recordAt;
    private int _recordBytes;
    private bool _overflow;

    /// <param name="ceilingBytes">The most bytes kept; a power of two.</param>
    public EffectLog(int ceilingBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ceilingBytes, FirstBytes);
        if (!System.Numerics.BitOperations.IsPow2(ceilingBytes)) throw new ArgumentException("must be a power of two", nameof(ceilingBytes));
        _ceilingBytes = ceilingBytes;
    }

    /// <summary>Sequence of the newest effect, 0 when there was none.</summary>
    public long LastSequence => _last;

    /// <summary>Sequence of the oldest effect that can still be read; <see cref="LastSequence"/> + 1 when none can.</summary>
    public long FirstSequence => _first;

    /// <summary>Bytes held for the ring.</summary>
    public int HeldBytes => _ring.Length;

    /// <summary>Appends a command that is deterministic as it stands.</summary>
    public void Append(CommandVector command)
    {
        if (_transactionDepth == 0 && TryAppendInOnePiece(command)) return;
        Begin(command.Count);
        for (var i = 0; i < command.Count; i++) Argument(command[i]);
        End();
    }

    /// <summary>Starts an effect of <paramref name="arguments"/> arguments, its name included. Follow with <see cref="Argument"/> and <see cref="End"/>.</summary>
    public void Begin(int arguments)
    {
        _overflow = false;
        _recordBytes = RecordHeaderBytes;
        _recordAt = _used;
        if (!MakeRoom(RecordHeaderBytes)) return;
        _used += RecordHeaderBytes;
        WriteNumber(_recordAt + 4, arguments);
    }

    public void Argument(scoped ReadOnlySpan<byte> bytes)
    {
        _recordBytes += 4 + bytes.Length;
        if (_overflow || !MakeRoom(4 + bytes.Length)) return;
        WriteNumber(_used, bytes.Length);
        WriteBytes(_used + 4, bytes);
        _used += 4 + bytes.Length;
    }

    public void End()
    {
        _last++;
        if (_overflow)
        {
            _head = _used = 0;
            _first = _last + 1;
            _pendingInTransaction = false;
            return;
        }
        WriteNumber(_recordAt, _recordBytes);
        if (_transactionDepth == 0) return;
        var flagAt = _recordAt + 4;
        WriteNumber(flagAt, ReadNumber(flagAt) | ContinuedFlag);
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
        WriteNumber(_pendingFlagAt, ReadNumber(_pendingFlagAt) & ~ContinuedFlag);
        _pendingInTransaction = false;
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
            var bytes = ReadNumber(at);
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
        if (bytes > _ring.Length / 4) return false;
        while (_used + bytes > _ring.Length)
        {
            if (_ring.Length < _ceilingBytes) return false;
            _recordAt = _used;
            ForgetOldest();
        }
        var from = (_head + _used) & (_ring.Length - 1);
        if (from + bytes > _ring.Length) return false;

        var target = _ring.AsSpan(from, (int)bytes);
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
        _used += (int)bytes;
        _last++;
        return true;
    }

    private Effect ReadEffect(long sequence, int at)
    {
        var countAndFlag = ReadNumber(at + 4);
        var arguments = new byte[countAndFlag & ~ContinuedFlag][];
        at += RecordHeaderBytes;
        for (var i = 0; i < arguments.Length; i++)
        {
            var bytes = new byte[ReadNumber(at)];
            ReadBytes(at + 4, bytes);
            arguments[i] = bytes;
            at += 4 + bytes.Length;
        }
        return new Effect(sequence, arguments, (countAndFlag & ContinuedFlag) != 0);
    }

    // Positions are counted from the ring's head, so that they survive its growth; forgetting a record moves the head and shifts them.
    private bool MakeRoom(int bytes)
    {
        if ((long)_used + bytes <= _ring.Length) return true;
        while ((long)_used + bytes > _ring.Length)
        {
            if (_ring.Length < _ceilingBytes) Grow(Math.Max(_used + (long)bytes, FirstBytes));
            else if (!ForgetOldest()) return !(_overflow = true);
        }
        return true;
    }

    private void Grow(long wanted)
    {
        var size = (int)Math.Min(_ceilingBytes, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)wanted));
        var ring = new byte[size];
        ReadBytes(0, ring.AsSpan(0, _used));
        _ring = ring;
        _head = 0;
    }

    private bool ForgetOldest()
    {
        // The record being written is never forgotten: when only it is left, it does not fit.
        if (_recordAt == 0) return false;
        var bytes = ReadNumber(0);
        _head = (_head + bytes) & (_ring.Length - 1);
        _used -= bytes;
        _recordAt -= bytes;
        if (_pendingInTransaction && (_pendingFlagAt -= bytes) < 0) _pendingInTransaction = false;
        _first++;
        return true;
    }

    private int ReadNumber(int at)
    {
        Span<byte> number = stackalloc byte[4];
        ReadBytes(at, number);
        return BinaryPrimitives.ReadInt32LittleEndian(number);
    }

    private void WriteNumber(int at, int value)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        WriteBytes(at, number);
    }

    private void ReadBytes(int at, scoped Span<byte> target)
    {
        if (target.IsEmpty) return;
        var from = (_head + at) & (_ring.Length - 1);
        var first = Math.Min(target.Length, _ring.Length - from);
        _ring.AsSpan(from, first).CopyTo(target);
        _ring.AsSpan(0, target.Length - first).CopyTo(target[first..]);
    }

    private void WriteBytes(int at, scoped ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) return;
        var from = (_head + at) & (_ring.Length - 1);
        var first = Math.Min(source.Length, _ring.Length - from);
        source[..first].CopyTo(_ring.AsSpan(from));
        source[first..].CopyTo(_ring);
    }
}

/// <summary>One effect, copied out of the log.</summary>
/// <param name="Sequence">Its number in the log, from 1.</param>
/// <param name="Arguments">The command vector, the name first.</param>
/// <param name="Continued">More effects of the same transaction follow.</param>
[SuppressMessage("Performance", "CA1819", Justification = "A copy that the reader owns.")]
public sealed record Effect(long Sequence, byte[][] Arguments, bool Continued);
