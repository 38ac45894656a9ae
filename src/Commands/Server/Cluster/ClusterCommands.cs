using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Commands.Server.Cluster;

/// <summary>Redis Cluster's commands.</summary>
/// <remarks>
/// <para>
/// A lone node answers as a Redis that runs alone, so that cluster-aware clients use it as one. So does a node of a cluster that serves any key itself
/// (by forwarding), wherever a client would take the answer for the order to find the right node itself: INFO says cluster_enabled:0, and CLUSTER NODES, by
/// which StackExchange.Redis decides, is disabled. That client would refuse commands over several slots, which such a node takes.
/// What clients only ask when they were told that this is a cluster (SLOTS, SHARDS), and what people ask, is answered.
/// </para>
/// <para>A node that redirects is a Redis Cluster's in all of these.</para>
/// </remarks>
internal static class ClusterCommands
{
    private const string Alone = "A node that has no others beside it and does not redirect answers that cluster support is disabled, as Redis does.";

    private static readonly string[] HelpLines =
    [
        "COUNTKEYSINSLOT <slot>", "    Keys of a slot that this node serves.",
        "GETKEYSINSLOT <slot> <count>", "    Names of keys of a slot that this node serves.",
        "INFO", "    State, slots, nodes, epochs and messages.",
        "KEYSLOT <key>", "    The slot of a key.",
        "LINKS", "    The links to the other nodes.",
        "MEET <host> <akka-port>", "    Join the cluster of that node, as a lone node without keys.",
        "MYID", "    This node's id.",
        "NODES", "    The nodes: <id> <host:port@akka-port> <flags> - <ping> <pong> <epoch> <link> <slots> ...",
        "SHARDS", "    Runs of slots by the nodes that hold them, with the nodes' state.",
        "SLOTS", "    Runs of slots with their primary: host, port, id.",
    ];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("cluster", -2, CommandFlags.None, KeyPositions.None, SubcommandRouter.Execute)
        {
            Group = "cluster", Since = "3.0.0", Complexity = "Depends on the subcommand.", Summary = "Shows the cluster.",
            Differences = "Nodes find, watch and replace each other on their own: of what changes the cluster there is MEET only. " + Alone,
            Subcommands =
            [
                Row("cluster|countkeysinslot", 3, SlotKeys.Count, "Counts the keys of a slot that this node serves.", "slot", "O(n) in the keys of its partition",
                    flags: CommandFlags.Keyspace, differences: "0 for a slot of another node."),
                Row("cluster|getkeysinslot", 4, SlotKeys.Names, "Returns names of keys of a slot that this node serves.", "slot count", "O(n) in the keys of its partition",
                    flags: CommandFlags.Keyspace, differences: "None for a slot of another node."),
                Row("cluster|help", 2, Help, "Shows the subcommands.", complexity: "O(1)", since: "5.0.0", flags: CommandFlags.Loading),
                Row("cluster|info", 2, ClusterTexts.Info, "Describes the cluster: name:value lines."),
                Row("cluster|keyslot", 3, KeySlot, "Returns the slot of a key.", "key", "O(n) in the key's length", differences: "Works on a lone node too."),
                Row("cluster|links", 2, ClusterReplies.Links, "Lists the links to the other nodes.", since: "7.0.0",
                    differences: "One link a node, named as in both directions."),
                Row("cluster|meet", -4, MeetCommand.Run, "Tells a lone node to join the cluster of another: it ends and begins anew as a member.", "host akka-port", "O(P), P = partitions", flags: CommandFlags.Admin,
                    differences: "Asked of the node that is to join, with the Akka port of any member. A node that has others beside it, or holds keys, refuses: its keys would be lost."),
                Row("cluster|myid", 2, MyId, "Returns this node's id.", differences: "A restarted process is another node and has another id."),
                Row("cluster|nodes", 2, ClusterTexts.Nodes, "Lists the nodes with their slots.",
                    differences: "Every node is a master: who is primary and backup is decided by partition, which SHARDS shows. Only in redirect mode; "
                        + "otherwise disabled, since StackExchange.Redis would take the answer as the order to find the nodes of keys itself."),
                Row("cluster|shards", 2, ClusterReplies.Shards, "Lists runs of slots with the nodes that hold them.", since: "7.0.0",
                    differences: "A node is in several shards: one for each set of copies."),
                Row("cluster|slots", 2, ClusterReplies.Slots, "Lists runs of slots with their primary.",
                    differences: "Backups are in SHARDS only: clients would read from them, or take a node that is a backup of some slots for a replica in all."),
            ],
        },
        Connection("asking", "Lets the next command in where its slot is being moved to.", "Changes nothing: a partition moves without ASK.", CommandFlags.Fast),
        Connection("readonly", "Allows reads from backups.", "Changes nothing: reads are served by primaries.", CommandFlags.Fast | CommandFlags.Loading | CommandFlags.Stale),
        Connection("readwrite", "Ends READONLY.", "Changes nothing.", CommandFlags.Fast | CommandFlags.Loading | CommandFlags.Stale),
    ];

    /// <summary>False, with the error written, where the node is one that shows no cluster.</summary>
    public static bool IsShown(in CommandContext context)
    {
        if (context.Node.Cluster.IsShown) return true;
        context.Reply.Error(ErrorText.ClusterDisabled);
        return false;
    }

    private static void KeySlot(ref CommandContext context) => context.Reply.Integer(HashSlot.Of(context.Args[2]));

    private static void MyId(ref CommandContext context)
    {
        if (IsShown(context)) TextReply.Bulk(context.Reply, context.Node.Cluster.Take().Self.Id);
    }

    private static void Help(ref CommandContext context)
    {
        if (IsShown(context)) TextReply.Help(context.Reply, "CLUSTER", HelpLines);
    }

    private static void Confirm(ref CommandContext context)
    {
        if (context.Node.Cluster.Redirects) context.Reply.Ok();
        else context.Reply.Error(ErrorText.ClusterDisabled);
    }

    private static CommandDescriptor Row(string name, int arity, CommandHandler handler, string summary, string syntax = "", string complexity = "O(P), P = partitions",
        string since = "3.0.0", CommandFlags flags = CommandFlags.None, string differences = "")
        => new(name, arity, CommandFlags.Stale | flags, KeyPositions.None, handler)
        {
            Group = "cluster",
            Since = since,
            Complexity = complexity,
            Syntax = syntax,
            Summary = summary,
            Differences = differences,
            Tips = name is "cluster|countkeysinslot" or "cluster|keyslot" or "cluster|meet" or "cluster|myid" or "cluster|help" ? [] : ["nondeterministic_output"],
        };

    private static CommandDescriptor Connection(string name, string summary, string differences, CommandFlags flags)
        => new(name, 1, flags, KeyPositions.None, Confirm)
        {
            Group = "cluster",
            Since = "3.0.0",
            Complexity = "O(1)",
            Summary = summary,
            Differences = differences + " An error unless the node redirects.",
            ExtraCategories = ["connection"],
        };
}
