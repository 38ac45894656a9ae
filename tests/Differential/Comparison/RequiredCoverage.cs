namespace AkkaCache.Differential.Comparison;

/// <summary>Every command and option that a run must have met: by hand, independent of the grammar; a test holds it against the daemon's own table.</summary>
internal static class RequiredCoverage
{
    public const int Successes = 100;
    public const int Errors = 10;

    /// <summary>Command, then its options.</summary>
    private static readonly string[] Rows =
    [
        "DEL", "UNLINK", "EXISTS", "TOUCH", "TYPE", "EXPIRE: NX XX GT LT", "PEXPIRE: NX XX GT LT", "EXPIREAT: NX XX GT LT", "PEXPIREAT: NX XX GT LT",
        "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME", "PERSIST", "KEYS", "SCAN: MATCH COUNT TYPE", "RANDOMKEY", "RENAME", "RENAMENX", "COPY: DB REPLACE",
        "OBJECT ENCODING", "OBJECT IDLETIME", "OBJECT REFCOUNT", "OBJECT FREQ", "OBJECT HELP", "MEMORY USAGE: SAMPLES", "MEMORY STATS", "MEMORY DOCTOR", "MEMORY HELP",
        "SET: NX XX GET EX PX EXAT PXAT KEEPTTL", "GET", "GETSET", "GETDEL", "GETEX: EX PX EXAT PXAT PERSIST", "SETNX", "SETEX", "PSETEX", "MGET", "MSET", "MSETNX",
        "INCR", "DECR", "INCRBY", "DECRBY", "INCRBYFLOAT", "APPEND", "STRLEN", "GETRANGE", "SUBSTR", "SETRANGE",
        "ZADD: NX XX GT LT CH INCR", "ZINCRBY", "ZREM", "ZCARD", "ZCOUNT", "ZSCORE", "ZMSCORE", "ZRANK", "ZREVRANK", "ZRANGE: BYSCORE BYLEX REV LIMIT WITHSCORES",
        "ZREVRANGE: WITHSCORES", "ZRANGEBYSCORE: WITHSCORES LIMIT", "ZREVRANGEBYSCORE: WITHSCORES LIMIT", "ZRANGEBYLEX: LIMIT", "ZREVRANGEBYLEX: LIMIT", "ZLEXCOUNT",
        "ZRANGESTORE: BYSCORE BYLEX REV LIMIT", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE", "ZREMRANGEBYLEX", "ZPOPMIN", "ZPOPMAX", "ZMPOP: MIN MAX COUNT",
        "ZRANDMEMBER: WITHSCORES", "ZSCAN: MATCH COUNT", "ZUNION: WEIGHTS AGGREGATE SUM MIN MAX WITHSCORES", "ZINTER: WEIGHTS AGGREGATE SUM MIN MAX WITHSCORES",
        "ZUNIONSTORE: WEIGHTS AGGREGATE SUM MIN MAX", "ZINTERSTORE: WEIGHTS AGGREGATE SUM MIN MAX", "ZINTERCARD: LIMIT", "ZDIFF: WITHSCORES", "ZDIFFSTORE",
        "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH",
        "SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "PUBLISH", "PUBSUB CHANNELS", "PUBSUB NUMSUB", "PUBSUB NUMPAT", "PUBSUB HELP",
        "PING", "ECHO", "HELLO: AUTH SETNAME", "SELECT", "QUIT", "RESET", "AUTH", "CLIENT ID", "CLIENT INFO", "CLIENT LIST: TYPE NORMAL MASTER REPLICA PUBSUB ID",
        "CLIENT GETNAME", "CLIENT SETNAME", "CLIENT REPLY: ON OFF SKIP", "CLIENT KILL: ID TYPE NORMAL MASTER REPLICA PUBSUB ADDR LADDR USER SKIPME YES NO",
        "CLIENT NO-EVICT: ON OFF", "CLIENT TRACKING: OFF", "CLIENT TRACKINGINFO", "CLIENT GETREDIR", "CLIENT HELP",
        "COMMAND", "COMMAND COUNT", "COMMAND INFO", "COMMAND DOCS", "COMMAND GETKEYS", "COMMAND GETKEYSANDFLAGS", "COMMAND LIST: FILTERBY MODULE ACLCAT PATTERN", "COMMAND HELP",
        "INFO", "DBSIZE", "FLUSHDB: ASYNC SYNC", "FLUSHALL: ASYNC SYNC", "TIME", "ROLE", "CONFIG GET", "CONFIG SET", "CONFIG RESETSTAT", "CONFIG HELP",
        "ASKING", "READONLY", "READWRITE", "CLUSTER HELP", "CLUSTER INFO", "CLUSTER COUNTKEYSINSLOT", "CLUSTER GETKEYSINSLOT", "CLUSTER LINKS", "CLUSTER MYID",
        "CLUSTER NODES", "CLUSTER SHARDS", "CLUSTER SLOTS",
    ];

    /// <summary>What Redis never refuses, and why.</summary>
    private static readonly Dictionary<string, string> WithoutErrors = new()
    {
        ["INFO"] = "unknown sections give an empty text",
        ["COMMAND INFO"] = "unknown names give null",
        ["COMMAND DOCS"] = "unknown names are left out",
        ["PUBSUB NUMSUB"] = "any words are names of channels",
        ["UNSUBSCRIBE"] = "any words are names of channels",
        ["PUNSUBSCRIBE"] = "any words are patterns",
        ["QUIT"] = "any words more are ignored",
    };

    /// <summary>What always fails, and why.</summary>
    private static readonly Dictionary<string, string> WithoutSuccesses = new()
    {
        ["OBJECT FREQ"] = "there is no LFU policy here, and none is set there",
        ["ASKING"] = "both answer as a server whose cluster support is disabled",
        ["READONLY"] = "the same",
        ["READWRITE"] = "the same",
        ["CLUSTER"] = "the same",
    };

    /// <summary>What the daemon has and no run meets, and why.</summary>
    private static readonly Dictionary<string, string> NotCompared = new()
    {
        ["SET IFEQ"] = "newer than the reference: a known difference, with examples in the tests of Commands",
        ["ZRANK WITHSCORE"] = "newer than the reference: a known difference, with examples in the tests of Commands",
        ["ZREVRANK WITHSCORE"] = "newer than the reference: a known difference, with examples in the tests of Commands",
        ["CLIENT SETINFO"] = "newer than the reference: a known difference, with examples in the tests of Commands",
        ["CLIENT SETINFO LIB-NAME"] = "the same",
        ["CLIENT SETINFO LIB-VER"] = "the same",
        ["GETNEAR"] = "of our own, for the .NET client: with examples in the tests of Commands",
        ["ONCE"] = "of our own: with examples in the tests of Commands",
        ["CLUSTER MEET"] = "works on a lone node, which is ours: with examples in the tests of Commands, and a real one in those of the client",
        ["CLUSTER KEYSLOT"] = "works on a lone node too: a known difference, compared with a Redis Cluster in a test of its own",
        ["CLIENT TRACKING ON"] = "refused here: a known difference",
        ["CONFIG REWRITE"] = "refused by both, each in its own words: a known difference",
        ["WAIT"] = "a changed letter could make it wait without end: in a scenario",
        ["SHUTDOWN"] = "ends the servers: what is refused is in a scenario, the end in the tests of Daemon",
        ["SHUTDOWN NOSAVE"] = "the same",
        ["SHUTDOWN SAVE"] = "the same",
        ["SHUTDOWN NOW"] = "the same",
        ["SHUTDOWN FORCE"] = "the same",
        ["SHUTDOWN ABORT"] = "the same",
    };

    public static IEnumerable<string> Labels()
    {
        foreach (var row in Rows)
        {
            var parts = row.Split(": ");
            yield return parts[0];
            if (parts.Length == 1) continue;
            foreach (var option in parts[1].Split(' ')) yield return parts[0] + " " + option;
        }
    }

    /// <summary>Commands and options in the daemon's table that are neither required nor left out for a reason.</summary>
    public static List<string> Forgotten(IEnumerable<string> table)
    {
        var known = Labels().Concat(NotCompared.Keys).ToHashSet(StringComparer.Ordinal);
        return [.. table.Where(label => !known.Contains(label))];
    }

    /// <summary>What the run lacks; empty when all is well.</summary>
    public static List<string> Gaps(Coverage coverage)
    {
        var gaps = new List<string>();
        foreach (var label in Labels())
        {
            var (successes, errors) = coverage.Of(label);
            if (successes < Successes && !WithoutSuccesses.ContainsKey(label) && !WithoutSuccesses.ContainsKey(label.Split(' ')[0])) gaps.Add($"{label}: {successes} successes of {Successes}");
            if (errors < Errors && !WithoutErrors.ContainsKey(label)) gaps.Add($"{label}: {errors} errors of {Errors}");
        }
        return gaps;
    }
}
