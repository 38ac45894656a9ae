using AkkaCache.Commands.Table;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Admin;

/// <summary>Calls per command since the last reset.</summary>
internal sealed class CallBaseline
{
    private readonly CommandTable _table;
    private long[] _before;

    public CallBaseline(CommandTable table)
    {
        _table = table;
        _before = new long[table.RowCount];
        Take();
    }

    public void Take()
    {
        var now = new long[_table.RowCount];
        foreach (var row in _table.All)
        {
            now[row.Index] = CommandCalls.Of(row);
            foreach (var subcommand in row.Subcommands) now[subcommand.Index] = CommandCalls.Of(subcommand);
        }
        _before = now;
    }

    public long Of(CommandDescriptor row) => CommandCalls.Of(row) - _before[row.Index];
}
