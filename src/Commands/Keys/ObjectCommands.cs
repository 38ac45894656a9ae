using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>OBJECT: how a value is kept and when it was last used. Looking does not count as use.</summary>
internal static class ObjectCommands
{
    /// <summary>Longest string that Redis keeps in one block with its header.</summary>
    private const int MaxEmbeddedBytes = 44;

    private const int MsPerStamp = 8;
    private const int MsPerSecond = 1000;

    private static readonly string[] HelpLines =
    [
        "ENCODING <key>", "    How the value is kept, in Redis's words: int, embstr, raw, listpack, skiplist.",
        "FREQ <key>", "    How often the key is used: only under an LFU policy, of which there is none.",
        "IDLETIME <key>", "    Seconds since the key was last used.",
        "REFCOUNT <key>", "    How many references the value has: always 1.",
    ];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("object", -2, CommandFlags.Keyspace, KeyPositions.None, SubcommandRouter.Execute)
        {
            Group = "generic", Since = "2.2.3", Complexity = "Depends on the subcommand.",
            Summary = "How a value is kept and when it was last used.",
            Differences = "ENCODING goes by the value as it is, not by how it came about (a short string after APPEND is embstr, a decimal integer int); "
                + "REFCOUNT is always 1; there is no LFU policy, so FREQ always refuses.",
            Subcommands =
            [
                Row("object|encoding", Encoding, "2.2.3", "Answers how the value is kept."),
                Row("object|freq", Frequency, "4.0.0", "Answers how often the key is used, under an LFU policy."),
                Row("object|idletime", IdleTime, "2.2.3", "Answers the seconds since the key was last used."),
                Row("object|refcount", RefCount, "2.2.3", "Answers how many references the value has."),
                new("object|help", 2, CommandFlags.Loading | CommandFlags.Stale, KeyPositions.None, Help)
                {
                    Group = "generic", Since = "6.2.0", Complexity = "O(1)", Summary = "Shows the subcommands.", ExtraCategories = ["keyspace"],
                },
            ],
        },
    ];

    private static CommandDescriptor Row(string name, CommandHandler handler, string since, string summary) =>
        new(name, 3, CommandFlags.ReadOnly, new KeyPositions(2, 2, 1), handler)
        {
            Group = "generic",
            Since = since,
            Complexity = "O(1)",
            Syntax = "key",
            Summary = summary,
            Tips = ["nondeterministic_output"],
            KeySpecs = [new KeySpec(KeyAccess.ReadOnly, 2, 0, 1)],
        };

    private static void Encoding(ref CommandContext context)
    {
        if (!GatedKey.TryEnter(context, context.Args[2], out var key)) return;
        using (key)
        {
            var entry = Find(context, key.Space);
            if (entry >= 0) context.Reply.Bulk(EncodingOf(key.Space.Store, entry));
        }
    }

    private static void Frequency(ref CommandContext context)
    {
        if (!GatedKey.TryEnter(context, context.Args[2], out var key)) return;
        using (key)
        {
            if (Find(context, key.Space) >= 0) context.Reply.Error(ErrorText.LfuPolicyNotSelected);
        }
    }

    private static void IdleTime(ref CommandContext context)
    {
        if (!GatedKey.TryEnter(context, context.Args[2], out var key)) return;
        using (key)
        {
            var entry = Find(context, key.Space);
            if (entry >= 0) context.Reply.Integer((long)(context.Stamp - key.Space.Store.StampOf(entry)) * MsPerStamp / MsPerSecond);
        }
    }

    private static void RefCount(ref CommandContext context)
    {
        if (!GatedKey.TryEnter(context, context.Args[2], out var key)) return;
        using (key)
        {
            if (Find(context, key.Space) >= 0) context.Reply.Integer(1);
        }
    }

    private static void Help(ref CommandContext context) => TextReply.Help(context.Reply, "OBJECT", HelpLines);

    /// <summary>The key's entry, or -1 with null written.</summary>
    private static int Find(in CommandContext context, PartitionSpace space)
    {
        var entry = ExistenceHandlers.FindWithoutTouch(context, space, context.Args[2]);
        if (entry < 0) context.Reply.Null();
        return entry;
    }

    private static ReadOnlySpan<byte> EncodingOf(PartitionStore store, int entry)
    {
        if (store.KindOf(entry) == EntryKind.SortedSet) return store.BoardOf(entry).IsCompact ? "listpack"u8 : "skiplist"u8;
        var value = store.StringOf(entry);
        if (IntegerText.TryParse(value, out _)) return "int"u8;
        return value.Length <= MaxEmbeddedBytes ? "embstr"u8 : "raw"u8;
    }
}
