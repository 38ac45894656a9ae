using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Arguments;

/// <summary>Cursor, MATCH, COUNT and TYPE of the scan commands.</summary>
public ref struct ScanOptions
{
    /// <summary>COUNT when it is not given, as in Redis.</summary>
    public const int DefaultCount = 10;

    public ulong Cursor;
    public long Count;

    /// <summary>The pattern, where <see cref="HasPattern"/>; "*" counts as none.</summary>
    public ReadOnlySpan<byte> Pattern;
    public bool HasPattern;

    public ReadOnlySpan<byte> Type;
    public bool HasType;

    /// <summary>Reads the cursor at <paramref name="cursorAt"/> and the options behind it; false with the error written.</summary>
    public static bool TryRead(CommandVector args, int cursorAt, bool allowType, RespWriter reply, out ScanOptions options)
    {
        options = new ScanOptions { Count = DefaultCount };
        if (!TryReadCursor(args[cursorAt], out options.Cursor))
        {
            reply.Error(ErrorText.InvalidCursor);
            return false;
        }
        for (var at = cursorAt + 1; at < args.Count; at += 2)
        {
            if (at + 1 == args.Count) return Refuse(reply, ErrorText.Syntax);
            var value = args[at + 1];
            if (Keyword.Is(args[at], "COUNT"u8))
            {
                if (!IntegerText.TryParse(value, out options.Count)) return Refuse(reply, ErrorText.NotInteger);
                if (options.Count < 1) return Refuse(reply, ErrorText.Syntax);
            }
            else if (Keyword.Is(args[at], "MATCH"u8))
            {
                options.Pattern = value;
                options.HasPattern = !GlobPattern.IsEverything(value);
            }
            else if (allowType && Keyword.Is(args[at], "TYPE"u8))
            {
                options.Type = value;
                options.HasType = true;
            }
            else
            {
                return Refuse(reply, ErrorText.Syntax);
            }
        }
        return true;
    }

    public readonly bool Accepts(ReadOnlySpan<byte> name) => !HasPattern || GlobPattern.Matches(Pattern, name);

    private static bool Refuse(RespWriter reply, ReadOnlySpan<byte> error)
    {
        reply.Error(error);
        return false;
    }

    /// <summary>The cursor alone, as lenient as strtoul, which Redis uses: nothing at all is 0, a NUL ends it, a sign is allowed and minus wraps around.</summary>
    internal static bool TryReadCursor(ReadOnlySpan<byte> text, out ulong cursor)
    {
        cursor = 0;
        var nul = text.IndexOf((byte)0);
        if (nul >= 0) text = text[..nul];
        if (text.IsEmpty) return true;
        var negative = text[0] == '-';
        if (negative || text[0] == '+') text = text[1..];
        if (text.IsEmpty) return false;
        foreach (var c in text)
        {
            var digit = (uint)(c - '0');
            if (digit > 9 || cursor > (ulong.MaxValue - digit) / 10) return false;
            cursor = (cursor * 10) + digit;
        }
        if (negative) cursor = 0 - cursor;
        return true;
    }
}
