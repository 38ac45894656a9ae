using AkkaCache.Commands.Arguments;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.SortedSets;

/// <summary>The options of ZADD.</summary>
[Flags]
internal enum AddOptions : byte
{
    None = 0,

    /// <summary>NX: only new members.</summary>
    OnlyNew = 1,

    /// <summary>XX: only present members.</summary>
    OnlyPresent = 2,

    /// <summary>GT: present members only move up.</summary>
    OnlyUp = 4,

    /// <summary>LT: present members only move down.</summary>
    OnlyDown = 8,

    /// <summary>CH: reply with the members changed, not only with those added.</summary>
    CountMoved = 16,

    /// <summary>INCR, and ZINCRBY.</summary>
    Increment = 32,

    /// <summary>The score is what the primary's board holds, down to the sign of zero.</summary>
    Exact = 64,

    /// <summary>Those that can forbid a change.</summary>
    Conditions = OnlyNew | OnlyPresent | OnlyUp | OnlyDown,
}

/// <summary>Reads the options in front of ZADD's pairs.</summary>
internal static class AddOptionsText
{
    /// <summary>Reads options from argument 2 on into <paramref name="options"/>; returns the index of the first score.</summary>
    public static int Read(CommandVector arguments, ref AddOptions options)
    {
        var at = 2;
        while (at < arguments.Count && Option(arguments[at]) is var option and not AddOptions.None)
        {
            options |= option;
            at++;
        }
        return at;
    }

    /// <summary>False with the reply written when options exclude each other, or INCR meets several pairs.</summary>
    public static bool AreCompatible(RespWriter reply, AddOptions options, int pairs)
    {
        if (options == AddOptions.None) return true;
        var error = Conflict(options, pairs);
        if (error.IsEmpty) return true;
        reply.Error(error);
        return false;
    }

    private static ReadOnlySpan<byte> Conflict(AddOptions options, int pairs)
    {
        if (Has(options, AddOptions.OnlyNew | AddOptions.OnlyPresent)) return ErrorText.ZaddXxWithNx;
        if (Has(options, AddOptions.OnlyUp | AddOptions.OnlyNew) || Has(options, AddOptions.OnlyDown | AddOptions.OnlyNew)
            || Has(options, AddOptions.OnlyUp | AddOptions.OnlyDown)) return ErrorText.ZaddGtLtNx;
        return Has(options, AddOptions.Increment) && pairs > 1 ? ErrorText.ZaddIncrOnePair : default;
    }

    private static bool Has(AddOptions options, AddOptions wanted) => (options & wanted) == wanted;

    private static AddOptions Option(ReadOnlySpan<byte> text) => text.Length switch
    {
        2 when Keyword.Is(text, "NX"u8) => AddOptions.OnlyNew,
        2 when Keyword.Is(text, "XX"u8) => AddOptions.OnlyPresent,
        2 when Keyword.Is(text, "GT"u8) => AddOptions.OnlyUp,
        2 when Keyword.Is(text, "LT"u8) => AddOptions.OnlyDown,
        2 when Keyword.Is(text, "CH"u8) => AddOptions.CountMoved,
        4 when Keyword.Is(text, "INCR"u8) => AddOptions.Increment,
        _ => AddOptions.None,
    };
}
