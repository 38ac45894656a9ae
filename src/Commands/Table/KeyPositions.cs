namespace AkkaCache.Commands.Table;

/// <summary>Where a command's keys stand, as in Redis's COMMAND: first, last (negative counts from the end), step. First 0 means no keys.</summary>
public readonly record struct KeyPositions(int First, int Last, int Step)
{
    public static KeyPositions None => default;

    /// <summary>One key, argument 1.</summary>
    public static KeyPositions One => new(1, 1, 1);

    /// <summary>All arguments are keys.</summary>
    public static KeyPositions All => new(1, -1, 1);

    /// <summary>Keys and values alternate.</summary>
    public static KeyPositions Pairs => new(1, -1, 2);

    public static KeyPositions Two => new(1, 2, 1);

    /// <summary>Index of the last key in a vector of <paramref name="count"/> arguments.</summary>
    public int LastIn(int count) => Last >= 0 ? Last : count + Last;
}
