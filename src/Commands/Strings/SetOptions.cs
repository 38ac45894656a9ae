using AkkaCache.Commands.Arguments;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Strings;

/// <summary>The options of SET and GETEX.</summary>
/// <remarks>An option may be repeated; of two that exclude one another the second is a syntax error, and of two times of one unit the second counts.</remarks>
internal struct SetOptions
{
    public bool OnlyIfAbsent;
    public bool OnlyIfPresent;
    public bool ReturnOld;
    public bool KeepTtl;
    public bool Persist;

    /// <summary>Unit of the time at <see cref="TimeAt"/>; None when there is no time.</summary>
    public ExpireUnit Unit;

    /// <summary>Index of the time's argument.</summary>
    public int TimeAt;

    /// <summary>Index of IFEQ's comparison value, 0 when there is none.</summary>
    public int ComparisonAt;

    /// <summary>Options of SET from argument 3 on; false on a syntax error.</summary>
    public static bool TryReadSet(CommandVector args, out SetOptions options)
    {
        options = default;
        for (var at = 3; at < args.Count; at++)
        {
            var option = args[at];
            var hasNext = at + 1 < args.Count;
            if (Keyword.Is(option, "NX"u8) && options is { OnlyIfPresent: false, ComparisonAt: 0 }) options.OnlyIfAbsent = true;
            else if (Keyword.Is(option, "XX"u8) && options is { OnlyIfAbsent: false, ComparisonAt: 0 }) options.OnlyIfPresent = true;
            else if (Keyword.Is(option, "IFEQ"u8) && hasNext && options is { OnlyIfAbsent: false, OnlyIfPresent: false, ComparisonAt: 0 }) options.ComparisonAt = ++at;
            else if (Keyword.Is(option, "GET"u8)) options.ReturnOld = true;
            else if (Keyword.Is(option, "KEEPTTL"u8) && options.Unit == ExpireUnit.None) options.KeepTtl = true;
            else if (!options.KeepTtl && hasNext && options.TryTakeUnit(option)) options.TimeAt = ++at;
            else return false;
        }
        return true;
    }

    /// <summary>Options of GETEX from argument 2 on; false on a syntax error.</summary>
    public static bool TryReadGetEx(CommandVector args, out SetOptions options)
    {
        options = default;
        for (var at = 2; at < args.Count; at++)
        {
            var option = args[at];
            if (Keyword.Is(option, "PERSIST"u8) && options.Unit == ExpireUnit.None) options.Persist = true;
            else if (!options.Persist && at + 1 < args.Count && options.TryTakeUnit(option)) options.TimeAt = ++at;
            else return false;
        }
        return true;
    }

    private bool TryTakeUnit(ReadOnlySpan<byte> option)
    {
        var unit = Keyword.Is(option, "EX"u8) ? ExpireUnit.Seconds
            : Keyword.Is(option, "PX"u8) ? ExpireUnit.Milliseconds
            : Keyword.Is(option, "EXAT"u8) ? ExpireUnit.UnixSeconds
            : Keyword.Is(option, "PXAT"u8) ? ExpireUnit.UnixMilliseconds
            : ExpireUnit.None;
        if (unit == ExpireUnit.None || (Unit != ExpireUnit.None && Unit != unit)) return false;
        Unit = unit;
        return true;
    }
}
