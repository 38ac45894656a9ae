using System.Runtime.CompilerServices;

namespace AkkaCache.Commands.Table;

/// <summary>All commands by name. Look-up ignores case, takes bytes and allocates nothing.</summary>
/// <remarks>
/// An open-addressing table over the ASCII-folded name, sized to at most a quarter full so that nearly every look-up is one probe.
/// Folding clears bit 5 of each byte; names are letters only, so a probe ends in a comparison that folds letters alone.
/// </remarks>
public sealed class CommandTable
{
    private readonly CommandDescriptor?[] _slots;
    private readonly CommandDescriptor[] _all;
    private readonly int _mask;

    public CommandTable(IEnumerable<CommandDescriptor> rows)
    {
        _all = [.. rows];
        var size = 64;
        while (size < _all.Length * 4) size *= 2;
        _slots = new CommandDescriptor?[size];
        _mask = size - 1;
        for (var i = 0; i < _all.Length; i++)
        {
            var row = _all[i];
            row.Index = i;
            if (Find(row.NameUtf8) is not null) throw new ArgumentException($"command {row.Name} has two rows", nameof(rows));
            var at = Hash(row.NameUtf8) & _mask;
            while (_slots[at] is not null) at = (at + 1) & _mask;
            _slots[at] = row;
        }
        RowCount = _all.Length;
        foreach (var row in _all)
        {
            foreach (var subcommand in row.Subcommands) subcommand.Index = RowCount++;
        }
    }

    /// <summary>Commands without their subcommands.</summary>
    public IReadOnlyList<CommandDescriptor> All => _all;

    /// <summary>Commands and subcommands: one more than the largest <see cref="CommandDescriptor.Index"/>.</summary>
    public int RowCount { get; }

    /// <summary>The row of <paramref name="name"/>, in any case, or null.</summary>
    public CommandDescriptor? Find(ReadOnlySpan<byte> name)
    {
        for (var at = Hash(name) & _mask; ; at = (at + 1) & _mask)
        {
            var row = _slots[at];
            if (row is null || SameName(row.NameUtf8, name)) return row;
        }
    }

    internal static bool SameName(ReadOnlySpan<byte> lower, ReadOnlySpan<byte> name)
    {
        if (lower.Length != name.Length) return false;
        for (var i = 0; i < lower.Length; i++)
        {
            var c = name[i];
            if ((uint)(c - 'A') <= 'Z' - 'A') c |= 0x20;
            if (c != lower[i]) return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length;
        foreach (var c in name) hash = (hash * 31) + (c & 0xDFu);
        return (int)(hash ^ (hash >> 15));
    }
}
