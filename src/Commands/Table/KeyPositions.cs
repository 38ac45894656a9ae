using AkkaCache.Commands.Arguments;
using AkkaCache.Protocol.Vectors;

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

    /// <summary>Only an argument says how many keys follow it (numkeys).</summary>
    public static KeyPositions Counted => new(0, 0, 0) { CountAt = 1 };

    /// <summary>A destination, then a number and as many keys: ZUNIONSTORE's.</summary>
    public static KeyPositions OneAndCounted => new(1, 1, 1) { CountAt = 2 };

    /// <summary>Index of the argument that says how many keys follow it; 0 when positions are fixed. That argument is no key itself.</summary>
    public int CountAt { get; init; }

    /// <summary>Where the keys of <paramref name="command"/>, whose arity was checked, stand. Its run skips <see cref="CountAt"/>.</summary>
    public KeyPositions In(CommandVector command) => CountAt == 0 ? this : Counting(command[CountAt], command.Count);

    /// <summary>The same from the counting argument alone. A count that is malformed or too large leaves the fixed keys: the handler refuses it.</summary>
    public KeyPositions Counting(ReadOnlySpan<byte> countText, int arguments)
    {
        if (!IntegerText.TryParse(countText, out var keys) || keys < 1 || keys >= arguments - CountAt) return new(First, Last, Step);
        return new(First == 0 ? CountAt + 1 : First, CountAt + (int)keys, 1) { CountAt = CountAt };
    }

    /// <summary>Index of the last key in a vector of <paramref name="count"/> arguments.</summary>
    public int LastIn(int count) => Last >= 0 ? Last : count + Last;
}
