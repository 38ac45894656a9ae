using System.Globalization;

namespace AkkaCache.Client.Requests;

/// <summary>Arguments of board commands.</summary>
internal static class BoardArguments
{
    public static CommandBytes Add(this CommandBytes commands, in ScoreBound bound)
    {
        if (!bound.IsExclusive) return commands.Add(bound.Score);
        var text = bound.Score switch
        {
            double.PositiveInfinity => "(+inf",
            double.NegativeInfinity => "(-inf",
            _ => string.Create(CultureInfo.InvariantCulture, $"({bound.Score:R}"),
        };
        return commands.Add((CacheKey)text);
    }

    /// <summary>Boards as ZUNION and its kin name them: their number, then the keys.</summary>
    public static CommandBytes AddBoards(this CommandBytes commands, in CacheKey first, IReadOnlyList<CacheKey> others)
    {
        commands.Add(others.Count + 1).AddKey(first);
        foreach (var other in others) commands.AddKey(other);
        return commands;
    }

    public static CommandBytes AddJoin(this CommandBytes commands, BoardJoin join) =>
        commands.Add("AGGREGATE"u8).Add(join switch { BoardJoin.Min => "MIN"u8, BoardJoin.Max => "MAX"u8, _ => "SUM"u8 });
}
