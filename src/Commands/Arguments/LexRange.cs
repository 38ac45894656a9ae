namespace AkkaCache.Commands.Arguments;

/// <summary>Members from one byte string to another, as ZRANGEBYLEX writes them; lies in the command's bytes.</summary>
public readonly ref struct LexRange
{
    private LexRange(LexEnd min, LexEnd max)
    {
        Min = min;
        Max = max;
    }

    public LexEnd Min { get; }
    public LexEnd Max { get; }

    /// <summary>Reads the two ends: <c>-</c>, <c>+</c>, <c>[member</c> or <c>(member</c>. False: "min or max not valid string range item".</summary>
    public static bool TryParse(ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, out LexRange range)
    {
        range = default;
        if (!LexEnd.TryParse(min, out var minEnd) || !LexEnd.TryParse(max, out var maxEnd)) return false;
        range = new LexRange(minEnd, maxEnd);
        return true;
    }
}

/// <summary>One end of a <see cref="LexRange"/>.</summary>
public readonly ref struct LexEnd
{
    private LexEnd(LexEndKind kind, ReadOnlySpan<byte> member)
    {
        Kind = kind;
        Member = member;
    }

    public LexEndKind Kind { get; }

    /// <summary>Only of a closed or open end.</summary>
    public ReadOnlySpan<byte> Member { get; }

    internal static bool TryParse(ReadOnlySpan<byte> text, out LexEnd end)
    {
        end = default;
        if (text.IsEmpty) return false;
        switch (text[0])
        {
            case (byte)'[':
                end = new LexEnd(LexEndKind.Closed, text[1..]);
                return true;
            case (byte)'(':
                end = new LexEnd(LexEndKind.Open, text[1..]);
                return true;
            case (byte)'-' or (byte)'+':
                end = new LexEnd(text[0] == '-' ? LexEndKind.BeforeAll : LexEndKind.AfterAll, default);
                // Redis reads a C string here: a NUL ends it.
                return text.Length == 1 || text[1] == 0;
            default:
                return false;
        }
    }
}

/// <summary>How an end of a <see cref="LexRange"/> is written.</summary>
public enum LexEndKind : byte
{
    /// <summary><c>-</c></summary>
    BeforeAll,

    /// <summary><c>+</c></summary>
    AfterAll,

    /// <summary><c>[member</c>: belongs to the range.</summary>
    Closed,

    /// <summary><c>(member</c></summary>
    Open,
}
