using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Generation;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Running;

/// <summary>Answers that name all commands of a server, cut down to those that both servers have.</summary>
internal static class SharedCommands
{
    /// <summary>Their arity is that of Redis 7.2, which brought WITHSCORE.</summary>
    private static readonly string[] Newer = ["zrank", "zrevrank"];

    public static (Reply Expected, Reply Actual) Compare(Duet duet, Command command)
    {
        var (reference, candidate) = duet.Each(connection => Dialogues.Ask(connection, "COMMAND", "LIST"));
        var shared = reference.Items.Select(name => name.AsString).Intersect(candidate.Items.Select(name => name.AsString)).ToHashSet(StringComparer.Ordinal);
        var (expected, actual) = duet.Each(connection => Dialogues.Ask(connection, command.Arguments));
        if (expected.Items.Length == 0 && actual.Items.Length == 0) return (expected, actual);
        return command.Rule == ReplyRule.SharedNames ? (Names(expected, shared), Names(actual, shared)) : (Rows(expected, shared), Rows(actual, shared));
    }

    private static Reply Names(Reply reply, HashSet<string> shared) =>
        Reply.Aggregate(reply.Kind, [.. reply.Items.Where(name => shared.Contains(name.AsString)).OrderBy(name => name.AsString, StringComparer.Ordinal)]);

    private static Reply Rows(Reply reply, HashSet<string> shared) =>
        Reply.Aggregate(reply.Kind, [.. reply.Items.Where(row => row.Items.Length > 0 && shared.Contains(row.Items[0].AsString) && !Newer.Contains(row.Items[0].AsString))
            .OrderBy(row => row.Items[0].AsString, StringComparer.Ordinal).Select(CommandRow.Shared)]);
}
