using System.Globalization;
using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Transactions;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Numbers that all nodes of a test share, as if copies were perfect: CGET key, CSET key number; and the real MULTI, EXEC, WATCH.</summary>
internal sealed class SharedCommands
{
    private readonly Dictionary<string, long> _numbers = [];

    public long this[string key] => _numbers.GetValueOrDefault(key);

    public CommandTable Table() => new(
    [
        .. TransactionCommands.Rows,
        Row("cget", 2, CommandFlags.ReadOnly, (ref CommandContext c) => c.Reply.Integer(this[Encoding.ASCII.GetString(c.Args[1])])),
        Row("cset", 3, CommandFlags.Write, (ref CommandContext c) =>
        {
            _numbers[Encoding.ASCII.GetString(c.Args[1])] = long.Parse(c.Args[2], CultureInfo.InvariantCulture);
            c.Space.Changed(c.Args[1]);
            c.Reply.Ok();
        }),
    ]);

    private static CommandDescriptor Row(string name, int arity, CommandFlags flags, CommandHandler handler) =>
        new(name, arity, flags, KeyPositions.One, handler) { Group = "test", Summary = "", Since = "", Complexity = "" };
}
