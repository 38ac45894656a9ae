using AkkaCache.Commands.Table;
using static AkkaCache.Commands.Table.CommandFlags;

namespace AkkaCache.Commands.Strings;

/// <summary>The rows of the string commands.</summary>
public static class StringCommands
{
    private const CommandFlags Grows = Write | DenyOom;

    private const KeyAccess Changes = KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update;
    private const KeyAccess Replaces = KeyAccess.Overwrite | KeyAccess.Update;
    private const KeyAccess Reads = KeyAccess.ReadOnly | KeyAccess.Access;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        Row("append", 3, Grows | Fast | Once, KeyPositions.One, RangeHandlers.Append, "2.0.0", "O(1), amortised",
            "key value", "Adds bytes to the end of a string; makes the key when it is absent.", KeyAccess.ReadWrite | KeyAccess.Insert),
        Row("decr", 2, Grows | Fast | Once, KeyPositions.One, CounterHandlers.Decr, "1.0.0", "O(1)",
            "key", "Takes one from an integer; an absent key counts as 0.", Changes),
        Row("decrby", 3, Grows | Fast | Once, KeyPositions.One, CounterHandlers.DecrBy, "1.0.0", "O(1)",
            "key decrement", "Takes a number from an integer; an absent key counts as 0.", Changes),
        Row("get", 2, ReadOnly | Fast, KeyPositions.One, GetHandlers.Get, "1.0.0", "O(1)",
            "key", "Returns a string, or null when the key is absent."),
        Row("getdel", 2, Write | Fast, KeyPositions.One, GetHandlers.GetDel, "6.2.0", "O(1)",
            "key", "Returns a string and deletes its key.", KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete),
        Row("getex", -2, Write | Fast, KeyPositions.One, GetHandlers.GetEx, "6.2.0", "O(1)",
            "key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST]", "Returns a string and changes its time to live.", Changes, notes: "Without an option it only reads."),
        Row("getnear", 2, ReadOnly | Fast, KeyPositions.One, NearHandlers.GetNear, "akkacache", "O(1)",
            "key", "Returns a string, or null, and for how many milliseconds a client may keep it until it is told of a change: -1 without end, 0 not at all. For near caches of .NET clients; any other connection gets 0."),
        Row("getrange", 4, ReadOnly, KeyPositions.One, RangeHandlers.GetRange, "2.4.0", "O(n) in the bytes returned",
            "key start end", "Returns part of a string; both ends are included, negative ones count from the end."),
        Row("getset", 3, Grows | Fast, KeyPositions.One, SetHandlers.GetSet, "1.0.0", "O(1)",
            "key value", "Sets a string and returns the one before.", Changes),
        Row("incr", 2, Grows | Fast | Once, KeyPositions.One, CounterHandlers.Incr, "1.0.0", "O(1)",
            "key", "Adds one to an integer; an absent key counts as 0.", Changes),
        Row("incrby", 3, Grows | Fast | Once, KeyPositions.One, CounterHandlers.IncrBy, "1.0.0", "O(1)",
            "key increment", "Adds a number to an integer; an absent key counts as 0.", Changes),
        Row("incrbyfloat", 3, Grows | Fast | Once, KeyPositions.One, CounterHandlers.IncrByFloat, "2.6.0", "O(1)",
            "key increment", "Adds a number to a decimal number, in extended precision; an absent key counts as 0.", Changes),
        Row("mget", -2, ReadOnly | Fast, KeyPositions.All, ManyHandlers.MGet, "1.0.0", "O(n) in the keys",
            "key [key ...]", "Returns several strings; null for each key that is absent or no string.", tips: ["request_policy:multi_shard"]),
        Row("mset", -3, Grows, KeyPositions.Pairs, ManyHandlers.MSet, "1.0.1", "O(n) in the keys",
            "key value [key value ...]", "Sets several strings at once.", Replaces, tips: ["request_policy:multi_shard", "response_policy:all_succeeded"]),
        Row("msetnx", -3, Grows, KeyPositions.Pairs, ManyHandlers.MSetNx, "1.0.1", "O(n) in the keys",
            "key value [key value ...]", "Sets several strings at once if none of the keys exists.", KeyAccess.Overwrite | KeyAccess.Insert, tips: ["request_policy:multi_shard", "response_policy:agg_min"]),
        Row("psetex", 4, Grows, KeyPositions.One, SetHandlers.PSetEx, "2.6.0", "O(1)",
            "key milliseconds value", "Sets a string with a time to live in milliseconds.", Replaces),
        Row("set", -3, Grows, KeyPositions.One, SetHandlers.Set, "1.0.0", "O(1)",
            "key value [NX | XX | IFEQ comparison-value] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]",
            "Sets a string, whatever the key held; options make it conditional, give it a time to live or return the string before.", Changes | KeyAccess.Variable, notes: "GET makes it read as well.", differences: "IFEQ is that of Valkey 8.1. A time in the past removes the key at once, where Redis keeps it until the next look."),
        Row("setex", 4, Grows, KeyPositions.One, SetHandlers.SetEx, "2.0.0", "O(1)",
            "key seconds value", "Sets a string with a time to live in seconds.", Replaces),
        Row("setnx", 3, Grows | Fast | Once, KeyPositions.One, SetHandlers.SetNx, "1.0.0", "O(1)",
            "key value", "Sets a string if the key is absent.", KeyAccess.Overwrite | KeyAccess.Insert),
        Row("setrange", 4, Grows | Unbounded, KeyPositions.One, RangeHandlers.SetRange, "2.2.0", "O(n) in the bytes added",
            "key offset value", "Overwrites part of a string from an offset on; what lies between is filled with zero bytes.", KeyAccess.ReadWrite | KeyAccess.Update),
        Row("strlen", 2, ReadOnly | Fast, KeyPositions.One, RangeHandlers.StrLen, "2.2.0", "O(1)",
            "key", "Returns the length of a string in bytes.", KeyAccess.ReadOnly),
        Row("substr", 4, ReadOnly, KeyPositions.One, RangeHandlers.GetRange, "1.0.0", "O(n) in the bytes returned",
            "key start end", "The old name of GETRANGE."),
    ];

    private static CommandDescriptor Row(string name, int arity, CommandFlags flags, KeyPositions keys, CommandHandler handler, string since, string complexity, string syntax, string summary,
        KeyAccess access = Reads, string[]? tips = null, string notes = "", string differences = "") =>
        new(name, arity, flags, keys, handler)
        {
            Group = "string",
            Since = since,
            Complexity = complexity,
            Syntax = syntax,
            Summary = summary,
            Tips = tips ?? [],
            Differences = differences,
            KeySpecs = [new KeySpec(access, keys.First, keys.Last < 0 ? keys.Last : keys.Last - keys.First, keys.Step) { Notes = notes }],
        };
}
