using System.Runtime.CompilerServices;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Protocol.Resp;

/// <summary>Finds the commands in a connection's receive buffer, without copying them. One per connection.</summary>
/// <remarks>
/// <para>
/// The buffer of each call starts at the first byte of the current command. After <see cref="ReadStatus.NeedMore"/> the caller
/// appends (and may move the bytes elsewhere) and calls again; the reader remembers the arguments it has passed and how far it
/// has looked for the end of a line, so a command in n pieces costs O(bytes + n), and what is found never depends on how the
/// bytes were cut. After any other status the caller drops <c>consumed</c> bytes and the next call begins a new command.
/// </para>
/// <para>
/// It reads both forms of a request: an array of bulk strings ("*2\r\n$4\r\n…"), and an inline line, which
/// <see cref="InlineSplitter"/> takes apart. The details are those of Redis 7.0.15, found by asking it: a line ends at CR and the
/// byte after it is taken unseen, as are the two bytes after a bulk; "+1", "01" and "-0" are no numbers; a count of zero or
/// less is skipped in silence. Two differences, both because an answer may not depend on the cut of the bytes: a line that is
/// too long is refused even if all of it came in one read, and a NUL does not hide the rest of the buffer.
/// </para>
/// </remarks>
public sealed class RespReader
{
    /// <summary>Ranges kept between commands (8 KB): a command of more arguments costs far more than their array.</summary>
    private const int RetainedRanges = 1024;

    /// <summary>Ranges at the start: nearly all commands have fewer arguments.</summary>
    private const int InitialRanges = 8;

    private readonly RespLimits _limits;
    private readonly InlineSplitter _inline = new();
    private ArgumentRange[] _ranges = new ArgumentRange[InitialRanges];
    private int _rangeCount;
    private byte[] _error = [];
    private Expecting _expecting;

    /// <summary>Arguments of the current command, and how many of them lie before <see cref="_at"/>.</summary>
    private int _arguments;
    private int _passed;

    /// <summary>Offset of the line to read next: the count's, an argument's length, or the inline command itself.</summary>
    private int _at;

    /// <summary>No line end lies between <see cref="_at"/> and this offset. Behind <see cref="_at"/> it says nothing.</summary>
    private int _scanned;

    public RespReader(RespLimits limits)
    {
        _limits = limits;
    }

    private enum Expecting : byte
    {
        FirstByte,
        Count,
        Argument,
        InlineEnd,
        Nothing,
    }

    /// <summary>False (the start) holds the peer to the limits for strangers. Set it at once where no password is asked.</summary>
    public bool Authenticated { get; set; }

    /// <summary>After <see cref="ReadStatus.Complete"/>: the arguments, until the next call. <see cref="UsesScratch"/> says of which bytes.</summary>
    public ReadOnlySpan<ArgumentRange> Ranges => _ranges.AsSpan(0, _rangeCount);

    /// <summary>True when <see cref="Ranges"/> refer to <see cref="Scratch"/> (an inline command with quotes), else to the caller's buffer.</summary>
    public bool UsesScratch { get; private set; }

    /// <summary>The unquoted bytes of an inline command, until the next call.</summary>
    public ReadOnlySpan<byte> Scratch => _inline.Scratch;

    /// <summary>After <see cref="ReadStatus.NeedMore"/>: the least length in bytes of the whole buffer with which a call gets any further.</summary>
    public int BytesNeeded { get; private set; } = 1;

    /// <summary>After <see cref="ReadStatus.ProtocolError"/>: the error without '-' and line end, for <see cref="RespWriter.Error"/>.</summary>
    public ReadOnlySpan<byte> ErrorText => _error;

    /// <summary>After <see cref="ReadStatus.Complete"/>: the command, given the buffer of that call. Valid until the next call.</summary>
    public CommandVector Command(ReadOnlySpan<byte> buffer) => new(UsesScratch ? _inline.Scratch : buffer, Ranges);

    /// <summary>Looks for one command at the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">All bytes received since the end of the last command.</param>
    /// <param name="consumed">Bytes to drop: 0 with <see cref="ReadStatus.NeedMore"/>, all with <see cref="ReadStatus.ProtocolError"/>.</param>
    public ReadStatus TryRead(ReadOnlySpan<byte> buffer, out int consumed)
    {
        consumed = 0;
        if (_expecting == Expecting.FirstByte)
        {
            if (Authenticated && _ranges.Length <= RetainedRanges && SmallCommand.TryRead(buffer, _limits, _ranges, out var count, out consumed))
            {
                _rangeCount = count;
                UsesScratch = false;
                return ReadStatus.Complete;
            }
            if (buffer.IsEmpty) return NeedMore(1);
            Begin(buffer[0] == '*');
        }
        if (_expecting == Expecting.Count)
        {
            var status = ReadCount(buffer, ref consumed);
            if (status != ReadStatus.Complete) return status;
        }
        return _expecting switch
        {
            Expecting.Argument => ReadArguments(buffer, ref consumed),
            Expecting.InlineEnd => ReadInline(buffer, ref consumed),
            _ => Fail(_error, buffer, ref consumed),
        };
    }

    /// <summary>Arguments of the longest command that <see cref="TryPeek"/> sees.</summary>
    public const int PeekedArguments = SmallCommand.MaxCount;

    /// <summary>Looks at a command further on in the buffer, for a guess at what is to come. Changes nothing and finds only the plain, short and complete.</summary>
    public bool TryPeek(ReadOnlySpan<byte> buffer, Span<ArgumentRange> ranges, out int count, out int length) =>
        SmallCommand.TryRead(buffer, _limits, ranges, out count, out length);

    /// <summary>Forgets the current command, any error and the peer's authentication, for the next connection.</summary>
    public void Reset()
    {
        End();
        _rangeCount = 0;
        _error = [];
        UsesScratch = false;
        Authenticated = false;
        BytesNeeded = 1;
    }

    private void Begin(bool multibulk)
    {
        _expecting = multibulk ? Expecting.Count : Expecting.InlineEnd;
        _rangeCount = 0;
        UsesScratch = false;
        if (_ranges.Length > RetainedRanges) _ranges = new ArgumentRange[InitialRanges];
    }

    private void End()
    {
        _expecting = Expecting.FirstByte;
        _at = _scanned = _passed = _arguments = 0;
    }

    private ReadStatus ReadCount(ReadOnlySpan<byte> buffer, ref int consumed)
    {
        var next = LengthText.Fast(buffer, 1, out var count);
        if (next < 0)
        {
            var status = FindLineEnd(buffer, ProtocolErrors.TooBigCountLine, ref consumed, out var end);
            if (status != ReadStatus.Complete) return status;
            if (!LengthText.TryParse(buffer[1..end], out var value)) return Fail(ProtocolErrors.InvalidCount, buffer, ref consumed);
            count = (int)Math.Clamp(value, 0, int.MaxValue);
            next = end + 2;
        }
        if (count > _limits.MaxArguments) return Fail(ProtocolErrors.InvalidCount, buffer, ref consumed);
        if (!Authenticated && count > _limits.UnauthenticatedArguments) return Fail(ProtocolErrors.UnauthenticatedCount, buffer, ref consumed);
        if (count == 0)
        {
            consumed = next;
            End();
            return ReadStatus.Nothing;
        }
        _arguments = count;
        _at = next;
        _expecting = Expecting.Argument;
        return ReadStatus.Complete;
    }

    private ReadStatus ReadArguments(ReadOnlySpan<byte> buffer, ref int consumed)
    {
        var at = _at;
        var passed = _passed;
        var arguments = _arguments;
        var ranges = _ranges;
        var maxBulkBytes = Authenticated ? _limits.MaxBulkBytes : _limits.UnauthenticatedBulkBytes;
        while (passed < arguments)
        {
            var length = 0;
            var start = (uint)at < (uint)buffer.Length && buffer[at] == '$' ? LengthText.Fast(buffer, at + 1, out length) : -1;
            if (start < 0 || length > maxBulkBytes)
            {
                _at = at;
                _passed = passed;
                var status = ReadBulkLength(buffer, ref consumed, out start, out length);
                if (status != ReadStatus.Complete) return status;
            }

            // Unsigned: start and length are each below 2^31.
            var end = (uint)start + (uint)length + 2;
            if (end > (uint)buffer.Length || end > (uint)_limits.MaxCommandBytes)
            {
                _at = at;
                _passed = passed;
                if (end > (uint)_limits.MaxCommandBytes) return Fail(ProtocolErrors.TooBigCommand, buffer, ref consumed);
                return NeedMore((int)end);
            }
            if (passed == ranges.Length) ranges = GrowRanges();
            ranges[passed++] = new ArgumentRange(start, length);
            at = (int)end;
        }
        _rangeCount = passed;
        consumed = at;
        End();
        return ReadStatus.Complete;
    }

    /// <summary>The length line at <see cref="_at"/>, in every case that the fast path leaves: incomplete, malformed or over a limit.</summary>
    private ReadStatus ReadBulkLength(ReadOnlySpan<byte> buffer, ref int consumed, out int start, out int length)
    {
        start = length = 0;
        var status = FindLineEnd(buffer, ProtocolErrors.TooBigBulkLine, ref consumed, out var end);
        if (status != ReadStatus.Complete) return status;
        if (buffer[_at] != '$') return Fail(ProtocolErrors.ExpectedDollar(buffer[_at]), buffer, ref consumed);
        if (!LengthText.TryParse(buffer[(_at + 1)..end], out var value) || value < 0 || value > _limits.MaxBulkBytes)
        {
            return Fail(ProtocolErrors.InvalidBulkLength, buffer, ref consumed);
        }
        if (!Authenticated && value > _limits.UnauthenticatedBulkBytes) return Fail(ProtocolErrors.UnauthenticatedBulkLength, buffer, ref consumed);
        start = end + 2;
        length = (int)value;
        return ReadStatus.Complete;
    }

    private ReadStatus FindLineEnd(ReadOnlySpan<byte> buffer, byte[] tooBig, ref int consumed, out int end)
    {
        var from = Math.Max(_at, _scanned);
        var index = buffer[from..].IndexOf((byte)'\r');
        end = index < 0 ? buffer.Length : from + index;
        if (end - _at > _limits.MaxHeaderBytes) return Fail(tooBig, buffer, ref consumed);
        _scanned = end;
        if (index < 0) return NeedMore(buffer.Length + 1);
        return end + 1 < buffer.Length ? ReadStatus.Complete : NeedMore(end + 2);
    }

    private ReadStatus ReadInline(ReadOnlySpan<byte> buffer, ref int consumed)
    {
        var index = buffer[_scanned..].IndexOf((byte)'\n');
        var end = index < 0 ? buffer.Length : _scanned + index;
        if (end > _limits.MaxInlineBytes) return Fail(ProtocolErrors.TooBigInline, buffer, ref consumed);
        _scanned = end;
        if (index < 0) return NeedMore(buffer.Length + 1);

        var line = buffer[..end];
        if (!line.IsEmpty && line[^1] == '\r') line = line[..^1];
        if (!_inline.TrySplit(line, ref _ranges, out _rangeCount, out var usesScratch))
        {
            return Fail(ProtocolErrors.UnbalancedQuotes, buffer, ref consumed);
        }
        UsesScratch = usesScratch;
        consumed = end + 1;
        End();
        return _rangeCount > 0 ? ReadStatus.Complete : ReadStatus.Nothing;
    }

    private ReadStatus NeedMore(int bytes)
    {
        BytesNeeded = bytes;
        return ReadStatus.NeedMore;
    }

    /// <summary>Every later call fails likewise: where the next command begins is unknown.</summary>
    private ReadStatus Fail(byte[] error, ReadOnlySpan<byte> buffer, ref int consumed)
    {
        _expecting = Expecting.Nothing;
        _rangeCount = 0;
        _error = error;
        consumed = buffer.Length;
        return ReadStatus.ProtocolError;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ArgumentRange[] GrowRanges()
    {
        // Grows with the arguments that have arrived, never with the count that was announced.
        Array.Resize(ref _ranges, _ranges.Length * 2);
        return _ranges;
    }
}
