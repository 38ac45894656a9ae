namespace AkkaCache.Commands.Table;

/// <summary>What a command does with a run of its keys, as COMMAND INFO's key specifications say it.</summary>
/// <param name="First">Index of the first key.</param>
/// <param name="Last">Last key, counted from the first; negative: from the end of the arguments.</param>
/// <param name="Step">Distance between keys.</param>
public sealed record KeySpec(KeyAccess Access, int First, int Last, int Step)
{
    /// <summary>A sentence for readers, empty when the flags say it all.</summary>
    public string Notes { get; init; } = "";

    /// <summary><see cref="First"/> is the argument that says how many keys follow it; <see cref="Last"/> means nothing then.</summary>
    public bool IsCounted { get; init; }

    /// <summary>A number, and as many keys behind it.</summary>
    public static KeySpec Counted(KeyAccess access, int countAt) => new(access, countAt, 0, 1) { IsCounted = true };

    public static IReadOnlyList<KeySpec> One(KeyAccess access) => [new(access, 1, 0, 1)];

    public static IReadOnlyList<KeySpec> All(KeyAccess access) => [new(access, 1, -1, 1)];

    public static IReadOnlyList<KeySpec> Pairs(KeyAccess access) => [new(access, 1, -1, 2)];

    /// <summary>Two keys that are treated differently: RENAME's.</summary>
    public static IReadOnlyList<KeySpec> Two(KeyAccess first, KeyAccess second) => [new(first, 1, 0, 1), new(second, 2, 0, 1)];

    /// <summary>The specifications of a row, or what its flags and positions let one say.</summary>
    public static IReadOnlyList<KeySpec> DefaultsOf(CommandDescriptor row)
    {
        if (row.KeySpecs.Count > 0 || row.Keys.First == 0) return row.KeySpecs;
        var access = row.Is(CommandFlags.Write) ? KeyAccess.ReadWrite | KeyAccess.Update : KeyAccess.ReadOnly | KeyAccess.Access;
        var last = row.Keys.Last < 0 ? row.Keys.Last : row.Keys.Last - row.Keys.First;
        return [new KeySpec(access, row.Keys.First, last, row.Keys.Step)];
    }
}

/// <summary>Redis's key-specification flags: how the key is opened, then what happens to its data.</summary>
[Flags]
public enum KeyAccess
{
    None = 0,
    ReadOnly = 1 << 0,
    ReadWrite = 1 << 1,
    Overwrite = 1 << 2,
    Remove = 1 << 3,

    /// <summary>User data is returned or copied.</summary>
    Access = 1 << 4,
    Update = 1 << 5,
    Insert = 1 << 6,
    Delete = 1 << 7,

    /// <summary>Options decide which of the flags hold.</summary>
    Variable = 1 << 8,
}
