using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Comparison;

/// <summary>A row of COMMAND INFO: name, arity, flags, first key, last key, step, categories, tips; then notes on the keys, in each server's own words, and subcommands.</summary>
internal static class CommandRow
{
    /// <summary>Of how many fields it consists that both servers tell in the same words.</summary>
    private const int SharedFields = 8;

    /// <summary>What must be the same, the parts of flags, categories and tips sorted.</summary>
    public static Reply Shared(Reply row) => row.Items.Length < SharedFields ? row : Reply.Aggregate(row.Kind, [.. row.Items.Take(SharedFields).Select(Sorted)]);

    private static Reply Sorted(Reply field) =>
        field.Items.Length == 0 ? field : Reply.Aggregate(field.Kind, [.. field.Items.OrderBy(part => part.ToString(), StringComparer.Ordinal)]);
}
