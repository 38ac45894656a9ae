using AkkaCache.Commands.Table;

namespace AkkaCache.Node.Routing.Splitting;

/// <summary>How the replies to the parts of a command become one.</summary>
internal enum JoinRule : byte
{
    /// <summary>It is not split: over several partitions it is refused.</summary>
    None,

    /// <summary>One element for each key, in the order of the keys.</summary>
    Values,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>OK.</summary>
    Ok,
}

/// <summary>The commands that are split by partition where there are other nodes. Each part is executed by itself: the whole is not atomic there.</summary>
internal sealed class JoinRules
{
    private readonly JoinRule[] _byRow;

    public JoinRules(CommandTable table)
    {
        _byRow = new JoinRule[table.RowCount];
        Set(table, "mget"u8, JoinRule.Values);
        Set(table, "mset"u8, JoinRule.Ok);
        Set(table, "del"u8, JoinRule.Sum);
        Set(table, "unlink"u8, JoinRule.Sum);
        Set(table, "exists"u8, JoinRule.Sum);
        Set(table, "touch"u8, JoinRule.Sum);
    }

    public JoinRule Of(CommandDescriptor row) => _byRow[row.Index];

    private void Set(CommandTable table, ReadOnlySpan<byte> name, JoinRule rule)
    {
        if (table.Find(name) is { } row) _byRow[row.Index] = rule;
    }
}
