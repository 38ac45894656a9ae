using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Server.Catalog;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Server;

/// <summary>COMMAND: the table about itself.</summary>
internal static class CommandCommands
{
    private const CommandFlags Flags = CommandFlags.Loading | CommandFlags.Stale;

    private static readonly string[] HelpLines =
    [
        "(no subcommand)", "    Everything known of all commands.",
        "COUNT", "    How many commands there are.",
        "DOCS [<command-name> ...]", "    Descriptions and syntax of commands, or of all.",
        "GETKEYS <full-command>", "    The keys of a command.",
        "GETKEYSANDFLAGS <full-command>", "    The keys of a command, and what it does with each.",
        "INFO [<command-name> ...]", "    Arity, flags, keys and categories of commands, or of all.",
        "LIST [FILTERBY (MODULE <name>|ACLCAT <category>|PATTERN <pattern>)]", "    The names of commands, subcommands included.",
    ];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("command", -1, Flags, KeyPositions.None, Command)
        {
            Group = "server", Since = "2.8.13", Complexity = "O(N), N = commands",
            Summary = "Describes all commands.",
            ExtraCategories = ["connection"], Tips = ["nondeterministic_output_order"],
            Subcommands =
            [
                Row("command|count", 2, "2.8.13", Count, "Counts the commands.", complexity: "O(1)"),
                Row("command|docs", -2, "7.0.0", Docs, "Describes commands and their syntax.", "[command-name [command-name ...]]", ordered: false),
                Row("command|getkeys", -4, "2.8.13", CommandKeys.Keys, "Finds the keys in a command.", "command [arg ...]"),
                Row("command|getkeysandflags", -4, "7.0.0", CommandKeys.KeysAndFlags, "Finds the keys in a command, and what it does with each.", "command [arg ...]"),
                Row("command|help", 2, "5.0.0", Help, "Shows the subcommands.", complexity: "O(1)"),
                Row("command|info", -2, "2.8.13", Info, "Describes arity, flags and keys of commands.", "[command-name [command-name ...]]", ordered: false),
                Row("command|list", -2, "7.0.0", CommandFilter.List, "Lists the names of commands.",
                    "[FILTERBY <MODULE module-name | ACLCAT category | PATTERN pattern>]", ordered: false),
            ],
        },
    ];

    private static CommandDescriptor Row(string name, int arity, string since, CommandHandler handler, string summary,
        string syntax = "", string complexity = "O(N), N = commands or arguments", bool ordered = true)
        => new(name, arity, Flags, KeyPositions.None, handler)
        {
            Group = "server",
            Since = since,
            Complexity = complexity,
            Summary = summary,
            Syntax = syntax,
            ExtraCategories = ["connection"],
            Tips = ordered ? [] : ["nondeterministic_output_order"],
        };

    private static void Command(ref CommandContext context)
    {
        if (context.Args.Count > 1) SubcommandRouter.Execute(ref context);
        else WriteAll(ref context);
    }

    private static void WriteAll(ref CommandContext context)
    {
        var all = context.Node.Table.All;
        context.Reply.ArrayHeader(all.Count);
        foreach (var row in all) CommandInfoReply.Write(context.Reply, row);
    }

    private static void Count(ref CommandContext context) => context.Reply.Integer(context.Node.Table.All.Count);

    private static void Help(ref CommandContext context) => TextReply.Help(context.Reply, "COMMAND", HelpLines);

    private static void Info(ref CommandContext context)
    {
        if (context.Args.Count == 2)
        {
            WriteAll(ref context);
            return;
        }
        context.Reply.ArrayHeader(context.Args.Count - 2);
        for (var i = 2; i < context.Args.Count; i++)
        {
            var row = CommandNames.Find(context.Node.Table, context.Args[i]);
            if (row is null) context.Reply.Null();
            else CommandInfoReply.Write(context.Reply, row);
        }
    }

    private static void Docs(ref CommandContext context)
    {
        var rows = new List<CommandDescriptor>();
        if (context.Args.Count == 2) rows.AddRange(context.Node.Table.All);
        for (var i = 2; i < context.Args.Count; i++)
        {
            var row = CommandNames.Find(context.Node.Table, context.Args[i]);
            if (row is not null) rows.Add(row);
        }
        context.Reply.MapHeader(rows.Count);
        foreach (var row in rows)
        {
            context.Reply.Bulk(row.NameUtf8);
            CommandDocsReply.Write(context.Reply, row);
        }
    }
}
