using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>MEMORY: the bytes charged for a key, and for all of them.</summary>
internal static class MemoryCommands
{
    private static readonly string[] HelpLines =
    [
        "DOCTOR", "    Says whether memory is in trouble.",
        "STATS", "    Bytes charged and held for the data.",
        "USAGE <key> [SAMPLES <count>]", "    Bytes charged for a key and its value. The count is exact, so SAMPLES changes nothing.",
    ];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("memory", -2, CommandFlags.Keyspace, KeyPositions.None, SubcommandRouter.Execute)
        {
            Group = "server", Since = "4.0.0", Complexity = "Depends on the subcommand.",
            Summary = "The memory that data takes.",
            Differences = "USAGE is exact by this server's own accounting; STATS has the fields that exist here; no MALLOC-STATS and PURGE.",
            Subcommands =
            [
                Row("memory|doctor", 2, CommandFlags.None, Doctor, "O(1)", "Says whether memory is in trouble.",
                    tips: ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"]),
                Row("memory|help", 2, CommandFlags.Loading | CommandFlags.Stale, Help, "O(1)", "Shows the subcommands."),
                Row("memory|stats", 2, CommandFlags.None, Stats, "O(1) per partition", "Answers the bytes charged and held for the data.",
                    tips: ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"]),
                new("memory|usage", -3, CommandFlags.ReadOnly, new KeyPositions(2, 2, 1), Usage)
                {
                    Group = "server", Since = "4.0.0", Complexity = "O(1)", Syntax = "key [SAMPLES count]", Summary = "Answers the bytes charged for a key and its value.",
                    KeySpecs = [new KeySpec(KeyAccess.ReadOnly, 2, 0, 1)],
                },
            ],
        },
    ];

    private static CommandDescriptor Row(string name, int arity, CommandFlags flags, CommandHandler handler, string complexity, string summary, string[]? tips = null) =>
        new(name, arity, flags, KeyPositions.None, handler) { Group = "server", Since = "4.0.0", Complexity = complexity, Summary = summary, Tips = tips ?? [] };

    private static void Usage(ref CommandContext context)
    {
        var args = context.Args;
        for (var at = 3; at < args.Count; at += 2)
        {
            if (!Keyword.Is(args[at], "SAMPLES"u8) || at + 1 == args.Count)
            {
                context.Reply.Error(ErrorText.Syntax);
                return;
            }
            if (!IntegerText.TryParse(args[at + 1], out var samples))
            {
                context.Reply.Error(ErrorText.NotInteger);
                return;
            }
            if (samples < 0)
            {
                context.Reply.Error(ErrorText.Syntax);
                return;
            }
        }
        if (!GatedKey.TryEnter(context, args[2], out var key)) return;
        using (key)
        {
            var entry = key.Space.FindLive(args[2], context.NowMs);
            if (entry < 0) context.Reply.Null();
            else context.Reply.Integer(key.Space.Store.EntryBytes(entry));
        }
    }

    private static void Stats(ref CommandContext context)
    {
        var keyspace = context.Keyspace;
        long used = 0, held = 0, keys = 0;
        for (var partition = 0; partition < keyspace.PartitionCount; partition++)
        {
            // A partition that is served elsewhere takes no part.
            if (!keyspace.TryEnter(partition, out var space)) continue;
            used += space.Store.UsedBytes;
            held += space.Store.HeldBytes;
            keys += space.Store.Count;
            keyspace.Exit(partition);
        }
        var reply = context.Reply;
        reply.MapHeader(5);
        Field(reply, "total.allocated"u8, held);
        Field(reply, "keys.count"u8, keys);
        Field(reply, "keys.bytes-per-key"u8, keys == 0 ? 0 : used / keys);
        Field(reply, "dataset.bytes"u8, used);
        reply.Bulk("dataset.percentage"u8);
        reply.Double(held == 0 ? 0 : 100.0 * used / held);
    }

    private static void Doctor(ref CommandContext context) =>
        context.Reply.Verbatim("txt"u8, "No trouble is known: what a node may hold is bounded by maxmemory, and MEMORY STATS shows what it holds."u8);

    private static void Help(ref CommandContext context) => TextReply.Help(context.Reply, "MEMORY", HelpLines);

    private static void Field(RespWriter reply, ReadOnlySpan<byte> name, long value)
    {
        reply.Bulk(name);
        reply.Integer(value);
    }
}
