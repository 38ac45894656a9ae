using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Comparison;

/// <summary>Reads the answer of COMMAND DOCS in RESP3: every command, every subcommand, and each of their option words.</summary>
internal static class CommandSyntax
{
    /// <summary>Labels as in <see cref="RequiredCoverage"/>: "SET", "SET EX", "CLIENT KILL", "CLIENT KILL ID".</summary>
    public static List<string> Labels(Reply docs)
    {
        var labels = new List<string>();
        AddCommands(labels, docs);
        return labels;
    }

    private static void AddCommands(List<string> labels, Reply docs)
    {
        foreach (var doc in docs.Items.Chunk(2))
        {
            var name = doc[0].AsString.ToUpperInvariant().Replace('|', ' ');
            var subcommands = Field(doc[1], "subcommands");
            // A container by itself does nothing, but for COMMAND.
            if (subcommands is null || name == "COMMAND") labels.Add(name);
            if (subcommands is not null) AddCommands(labels, subcommands);
            if (Field(doc[1], "arguments") is { } arguments) AddWords(labels, name, arguments);
        }
    }

    private static void AddWords(List<string> labels, string name, Reply arguments)
    {
        foreach (var argument in arguments.Items)
        {
            if (Field(argument, "token") is { } token) labels.Add(name + " " + token.AsString);
            if (Field(argument, "arguments") is { } parts) AddWords(labels, name, parts);
        }
    }

    private static Reply? Field(Reply map, string name)
    {
        var at = Array.FindIndex(map.Items, item => item.AsString == name);
        return at < 0 || at % 2 != 0 ? null : map.Items[at + 1];
    }
}
