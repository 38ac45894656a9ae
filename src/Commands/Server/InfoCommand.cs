using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Server;

/// <summary>INFO: which sections are meant; what is in them is the node's to say.</summary>
internal static class InfoCommand
{
    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("info", -1, CommandFlags.Loading | CommandFlags.Stale, KeyPositions.None, Info)
        {
            Group = "server", Since = "1.0.0", Complexity = "O(P), P = partitions", Syntax = "[section [section ...]]",
            Summary = "Describes the node: sections of name:value lines.",
            Differences = "Only fields whose values are true here; sections `akkacache` and `boards` are ours.",
            ExtraCategories = ["dangerous"],
            Tips = ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"],
        },
    ];

    private static void Info(ref CommandContext context)
    {
        var facts = context.Node.Facts;
        var wanted = Wanted(ref context);
        var text = new StringBuilder();
        foreach (var section in facts.AllSections)
        {
            if (!wanted.Contains(section)) continue;
            if (text.Length > 0) text.Append("\r\n");
            facts.AppendSection(section, text);
        }
        TextReply.Verbatim(context.Reply, text);
    }

    private static HashSet<string> Wanted(ref CommandContext context)
    {
        var facts = context.Node.Facts;
        if (context.Args.Count == 1) return [.. facts.DefaultSections];
        var wanted = new HashSet<string>();
        for (var i = 1; i < context.Args.Count; i++)
        {
            var name = Encoding.UTF8.GetString(context.Args[i]).ToLowerInvariant();
            if (name is "default") wanted.UnionWith(facts.DefaultSections);
            else if (name is "all" or "everything") wanted.UnionWith(facts.AllSections);
            else wanted.Add(name);
        }
        return wanted;
    }
}
