using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Server.Catalog;

/// <summary>Finds rows the way COMMAND's arguments name them.</summary>
internal static class CommandNames
{
    /// <summary>The row of "get" or "client|list", or null.</summary>
    public static CommandDescriptor? Find(CommandTable table, ReadOnlySpan<byte> name)
    {
        var bar = name.IndexOf((byte)'|');
        return bar < 0 ? table.Find(name) : table.Find(name[..bar])?.FindSubcommand(name[(bar + 1)..]);
    }

    /// <summary>The row that a whole command, standing from argument <paramref name="first"/> on, would call, or null.</summary>
    public static CommandDescriptor? FindCalled(CommandTable table, CommandVector args, int first)
    {
        var row = table.Find(args[first]);
        if (row is null || !row.IsContainer || first + 1 == args.Count) return row;
        return row.FindSubcommand(args[first + 1]);
    }
}
