using AkkaCache.Commands.Table;
using static AkkaCache.Commands.Table.CommandFlags;

namespace AkkaCache.Commands.Keys;

/// <summary>The rows of the commands that work on any key.</summary>
public static class KeyCommands
{
    private const string ExpireOptions = " [NX | XX | GT | LT]";

    private static readonly string[] Sum = ["request_policy:multi_shard", "response_policy:agg_sum"];

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        .. ObjectCommands.Rows,
        .. MemoryCommands.Rows,
        Row("copy", -3, Write | DenyOom | Unbounded, KeyPositions.Two, CopyHandler.Copy, "6.2.0", "O(n) in the members of a board, O(1) otherwise",
            "source destination [DB destination-db] [REPLACE]", "Gives a second key the value and the time to live of the first.", specs: KeySpec.Two(KeyAccess.ReadOnly | KeyAccess.Access, KeyAccess.Overwrite | KeyAccess.Update)),
        Row("dbsize", 1, ReadOnly | Fast | Everywhere, KeyPositions.None, FlushHandlers.DbSize, "1.0.0", "O(1)",
            "", "Counts all keys.", "server", tips: ["request_policy:all_shards", "response_policy:agg_sum"], categories: ["keyspace"]),
        Row("del", -2, Write, KeyPositions.All, ExistenceHandlers.Delete, "1.0.0", "O(n) in the keys",
            "key [key ...]", "Deletes keys; returns how many there were.", specs: KeySpec.All(KeyAccess.Remove | KeyAccess.Delete), tips: Sum),
        Row("exists", -2, ReadOnly | Fast, KeyPositions.All, ExistenceHandlers.Exists, "1.0.0", "O(n) in the keys",
            "key [key ...]", "Counts the keys that exist; one named twice counts twice.", specs: KeySpec.All(KeyAccess.ReadOnly), tips: Sum),
        Row("expire", -3, Write | Fast, KeyPositions.One, ExpireHandlers.Expire, "1.0.0", "O(1)",
            "key seconds" + ExpireOptions, "Gives a key a time to live in seconds."),
        Row("expireat", -3, Write | Fast, KeyPositions.One, ExpireHandlers.ExpireAt, "1.2.0", "O(1)",
            "key unix-time-seconds" + ExpireOptions, "Lets a key live until a Unix time in seconds."),
        Row("expiretime", 2, ReadOnly | Fast, KeyPositions.One, ExpireHandlers.ExpireTime, "7.0.0", "O(1)",
            "key", "Returns until which Unix time in seconds a key lives."),
        Row("flushall", -1, Write | Keyspace | Everywhere, KeyPositions.None, FlushHandlers.Flush, "1.0.0", "O(1) per partition, freeing the memory apart",
            "[ASYNC | SYNC]", "Deletes all keys.", "server", tips: ["request_policy:all_shards", "response_policy:all_succeeded"], categories: ["keyspace", "dangerous"]),
        Row("flushdb", -1, Write | Keyspace | Everywhere, KeyPositions.None, FlushHandlers.Flush, "1.0.0", "O(1) per partition, freeing the memory apart",
            "[ASYNC | SYNC]", "Deletes all keys; there is one database.", "server", tips: ["request_policy:all_shards", "response_policy:all_succeeded"], categories: ["keyspace", "dangerous"]),
        Row("keys", 2, ReadOnly | Keyspace | Everywhere, KeyPositions.None, ScanHandlers.Keys, "1.0.0", "O(n) in all keys",
            "pattern", "Returns all keys that match a pattern. SCAN does it in small steps.", tips: ["request_policy:all_shards", "nondeterministic_output_order"], categories: ["dangerous"]),
        Row("persist", 2, Write | Fast, KeyPositions.One, ExpireHandlers.Persist, "2.2.0", "O(1)",
            "key", "Takes a key's time to live away."),
        Row("pexpire", -3, Write | Fast, KeyPositions.One, ExpireHandlers.PExpire, "2.6.0", "O(1)",
            "key milliseconds" + ExpireOptions, "Gives a key a time to live in milliseconds."),
        Row("pexpireat", -3, Write | Fast, KeyPositions.One, ExpireHandlers.PExpireAt, "2.6.0", "O(1)",
            "key unix-time-milliseconds" + ExpireOptions, "Lets a key live until a Unix time in milliseconds."),
        Row("pexpiretime", 2, ReadOnly | Fast, KeyPositions.One, ExpireHandlers.PExpireTime, "7.0.0", "O(1)",
            "key", "Returns until which Unix time in milliseconds a key lives."),
        Row("pttl", 2, ReadOnly | Fast, KeyPositions.One, ExpireHandlers.PTtl, "2.6.0", "O(1)",
            "key", "Returns how many milliseconds a key has left; -1 without a time to live, -2 when absent.", tips: ["nondeterministic_output"]),
        Row("randomkey", 1, ReadOnly | Keyspace | Everywhere, KeyPositions.None, RandomKeyHandler.RandomKey, "1.0.0", "O(1) in the keys",
            "", "Returns a key by chance, or null when there is none.", tips: ["request_policy:all_shards", "nondeterministic_output"]),
        Row("rename", 3, Write | Unbounded, KeyPositions.Two, RenameHandlers.Rename, "1.0.0", "O(1); O(n) in the members of a board that changes its partition",
            "key newkey", "Gives a key another name, replacing what has it.", specs: KeySpec.Two(KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, KeyAccess.Overwrite | KeyAccess.Update)),
        Row("renamenx", 3, Write | Fast | Unbounded, KeyPositions.Two, RenameHandlers.RenameNx, "1.0.0", "O(1); O(n) in the members of a board that changes its partition",
            "key newkey", "Gives a key another name unless that exists.", specs: KeySpec.Two(KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, KeyAccess.Overwrite | KeyAccess.Insert)),
        Row("scan", -2, ReadOnly | Keyspace | Everywhere, KeyPositions.None, ScanHandlers.Scan, "2.8.0", "O(1) per call, O(n) for a whole walk",
            "cursor [MATCH pattern] [COUNT count] [TYPE type]", "Walks over all keys in small steps; those there throughout are returned at least once.", tips: ["nondeterministic_output", "request_policy:special"]),
        Row("touch", -2, ReadOnly | Fast, KeyPositions.All, ExistenceHandlers.Touch, "3.2.1", "O(n) in the keys",
            "key [key ...]", "Makes keys recently used; returns how many exist.", specs: KeySpec.All(KeyAccess.ReadOnly), tips: Sum),
        Row("ttl", 2, ReadOnly | Fast, KeyPositions.One, ExpireHandlers.Ttl, "1.0.0", "O(1)",
            "key", "Returns how many seconds a key has left; -1 without a time to live, -2 when absent.", tips: ["nondeterministic_output"]),
        Row("type", 2, ReadOnly | Fast, KeyPositions.One, ExistenceHandlers.Type, "1.0.0", "O(1)",
            "key", "Returns what kind of value a key holds.", specs: KeySpec.One(KeyAccess.ReadOnly)),
        Row("unlink", -2, Write | Fast, KeyPositions.All, ExistenceHandlers.Delete, "4.0.0", "O(n) in the keys",
            "key [key ...]", "Deletes keys, like DEL; freeing even a large board is quick in both.", specs: KeySpec.All(KeyAccess.Remove | KeyAccess.Delete), tips: Sum),
    ];

    private static CommandDescriptor Row(string name, int arity, CommandFlags flags, KeyPositions keys, CommandHandler handler, string since, string complexity, string syntax, string summary,
        string group = "generic", IReadOnlyList<KeySpec>? specs = null, string[]? tips = null, string[]? categories = null, string differences = "") =>
        new(name, arity, flags, keys, handler)
        {
            Group = group,
            Since = since,
            Complexity = complexity,
            Syntax = syntax,
            Summary = summary,
            KeySpecs = specs ?? [],
            Tips = tips ?? [],
            ExtraCategories = categories ?? [],
            Differences = differences,
        };
}
