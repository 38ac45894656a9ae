using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Protocol.Resp;

/// <summary>Splits an inline command line into arguments by the rules of Redis's shell-like quoting.</summary>
/// <remarks>
/// Blanks separate. "…" knows \n \r \t \b \a and \xHH, and takes any other escaped character as itself; '…' knows only \'.
/// Quotes may begin within an argument, but a closing quote ends it: a blank or the end of the line must follow.
/// A line without quotes is split where it lies; one with quotes is unescaped into <see cref="Scratch"/>.
/// </remarks>
internal sealed class InlineSplitter
{
    /// <summary>Scratch kept between commands; lines are typed by people and rarely longer.</summary>
    private const int RetainedBytes = 4 * 1024;

    private byte[] _scratch = [];

    public ReadOnlySpan<byte> Scratch => _scratch;

    /// <summary>Splits <paramref name="line"/> (without its end) into <paramref name="ranges"/>, growing them when needed.</summary>
    /// <returns>False when quotes do not balance.</returns>
    public bool TrySplit(ReadOnlySpan<byte> line, ref ArgumentRange[] ranges, out int count, out bool usesScratch)
    {
        usesScratch = line.IndexOfAny((byte)'"', (byte)'\'') >= 0;
        if (usesScratch) return TryUnquote(line, ref ranges, out count);

        count = 0;
        for (var at = SkipBlanks(line, 0); at < line.Length; at = SkipBlanks(line, at))
        {
            var start = at;
            while (at < line.Length && !Separates(line[at])) at++;
            Add(ref ranges, ref count, start, at - start);
        }
        return true;
    }

    private bool TryUnquote(ReadOnlySpan<byte> line, ref ArgumentRange[] ranges, out int count)
    {
        // Unquoting never makes a line longer.
        if (_scratch.Length < line.Length || _scratch.Length > RetainedBytes) _scratch = new byte[line.Length];
        count = 0;
        var length = 0;
        for (var at = SkipBlanks(line, 0); at < line.Length; at = SkipBlanks(line, at))
        {
            var start = length;
            var closed = false;
            while (!closed && at < line.Length && !Separates(line[at]))
            {
                switch (line[at])
                {
                    case (byte)'"':
                        if (!TryDoubleQuoted(line, ref at, ref length)) return false;
                        closed = true;
                        break;
                    case (byte)'\'':
                        if (!TrySingleQuoted(line, ref at, ref length)) return false;
                        closed = true;
                        break;
                    default:
                        _scratch[length++] = line[at++];
                        break;
                }
            }
            if (closed && at < line.Length && !IsBlank(line[at])) return false;
            Add(ref ranges, ref count, start, length - start);
        }
        return true;
    }

    private bool TryDoubleQuoted(ReadOnlySpan<byte> line, ref int at, ref int length)
    {
        at++;
        while (at < line.Length)
        {
            var c = line[at];
            if (c == '"')
            {
                at++;
                return true;
            }
            if (c == '\\' && at + 3 < line.Length && line[at + 1] == 'x' && char.IsAsciiHexDigit((char)line[at + 2]) && char.IsAsciiHexDigit((char)line[at + 3]))
            {
                _scratch[length++] = (byte)(HexDigit(line[at + 2]) << 4 | HexDigit(line[at + 3]));
                at += 4;
            }
            else if (c == '\\' && at + 1 < line.Length)
            {
                _scratch[length++] = Escaped(line[at + 1]);
                at += 2;
            }
            else
            {
                _scratch[length++] = c;
                at++;
            }
        }
        return false;
    }

    private bool TrySingleQuoted(ReadOnlySpan<byte> line, ref int at, ref int length)
    {
        at++;
        while (at < line.Length)
        {
            var c = line[at++];
            if (c == '\'') return true;
            if (c == '\\' && at < line.Length && line[at] == '\'') c = line[at++];
            _scratch[length++] = c;
        }
        return false;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> line, int at)
    {
        while (at < line.Length && IsBlank(line[at])) at++;
        return at;
    }

    /// <summary>C's isspace: what may stand before an argument.</summary>
    private static bool IsBlank(byte c) => c is (byte)' ' or (>= 9 and <= 13);

    /// <summary>What ends an unquoted argument: not all blanks do, a vertical tab or form feed belongs to it.</summary>
    private static bool Separates(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static byte Escaped(byte c) => c switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'a' => (byte)'\a',
        _ => c,
    };

    private static int HexDigit(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static void Add(ref ArgumentRange[] ranges, ref int count, int offset, int length)
    {
        if (count == ranges.Length) Array.Resize(ref ranges, count * 2);
        ranges[count++] = new ArgumentRange(offset, length);
    }
}
