using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server;

/// <summary>Redis Cluster's commands: a node answers as a Redis that runs alone, so that cluster-aware clients fall back to one connection.</summary>
internal static class ClusterCommands
{
    private const string Disabled = "Answers that cluster support is disabled, as a Redis that runs alone does.";

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("cluster", -2, CommandFlags.None, KeyPositions.None, SubcommandRouter.Execute)
        {
            Group = "cluster", Since = "3.0.0", Complexity = "O(1)", Summary = Disabled,
            Differences = "Any node takes any key, so clients need no map of slots; INFO says `cluster_enabled:0`.",
            Subcommands =
            [
                Row("cluster|countkeysinslot", 3), Row("cluster|getkeysinslot", 4), Row("cluster|info", 2), Row("cluster|keyslot", 3),
                Row("cluster|links", 2, "7.0.0"), Row("cluster|myid", 2), Row("cluster|nodes", 2), Row("cluster|shards", 2, "7.0.0"), Row("cluster|slots", 2),
            ],
        },
        Connection("asking", CommandFlags.Fast),
        Connection("readonly", CommandFlags.Fast | CommandFlags.Loading | CommandFlags.Stale),
        Connection("readwrite", CommandFlags.Fast | CommandFlags.Loading | CommandFlags.Stale),
    ];

    private static CommandDescriptor Row(string name, int arity, string since = "3.0.0")
        => new(name, arity, CommandFlags.Stale, KeyPositions.None, Answer)
        {
            Group = "cluster",
            Since = since,
            Complexity = "O(1)",
            Summary = Disabled,
            Tips = name is "cluster|countkeysinslot" or "cluster|keyslot" or "cluster|myid" ? [] : ["nondeterministic_output"],
        };

    private static CommandDescriptor Connection(string name, CommandFlags flags)
        => new(name, 1, flags, KeyPositions.None, Answer)
        {
            Group = "cluster",
            Since = "3.0.0",
            Complexity = "O(1)",
            Summary = Disabled,
            ExtraCategories = ["connection"],
        };

    private static void Answer(ref CommandContext context) => context.Reply.Error(ErrorText.ClusterDisabled);
}
