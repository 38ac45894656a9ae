using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Commands that note when they are executed, on whichever node: NOTE key token, BIGNOTE (on a worker), and LOOK key connection, which answers the last token of that connection there.</summary>
internal sealed class NotedCommands
{
    private readonly List<(int Partition, int Connection, int Number)> _notes = [];

    private readonly Dictionary<(int Partition, int Connection), int> _last = [];

    public IReadOnlyList<(int Partition, int Connection, int Number)> Notes => _notes;

    public CommandTable Table() => new(
    [
        Row("note", 4, CommandFlags.Write, (ref CommandContext c) => Note(ref c)),
        Row("bignote", 4, CommandFlags.Write | CommandFlags.Unbounded, (ref CommandContext c) =>
        {
            if (!c.DeferIfLarge(1_000_000)) Note(ref c);
        }),
        Row("look", 3, CommandFlags.ReadOnly, (ref CommandContext c) => Look(ref c)),
        Row("biglook", 3, CommandFlags.ReadOnly | CommandFlags.Unbounded, (ref CommandContext c) =>
        {
            if (!c.DeferIfLarge(1_000_000)) Look(ref c);
        }),
        new("exec", 1, CommandFlags.NotQueued, KeyPositions.None, (ref CommandContext c) => c.Reply.Ok()) { Group = "test", Summary = "", Since = "", Complexity = "" },
    ]);

    private static CommandDescriptor Row(string name, int arity, CommandFlags flags, CommandHandler handler) =>
        new(name, arity, flags, KeyPositions.One, handler) { Group = "test", Summary = "", Since = "", Complexity = "" };

    private void Note(ref CommandContext c)
    {
        var number = Number(c.Args[3]);
        _notes.Add((c.Space.Index, Number(c.Args[2]), number));
        var key = (c.Space.Index, Number(c.Args[2]));
        _last[key] = Math.Max(number, _last.GetValueOrDefault(key, -1));
        c.Reply.Integer(number);
    }

    private void Look(ref CommandContext c) => c.Reply.Integer(_last.GetValueOrDefault((c.Space.Index, Number(c.Args[2])), -1));

    private static int Number(ReadOnlySpan<byte> text) => int.Parse(Encoding.ASCII.GetString(text));
}
