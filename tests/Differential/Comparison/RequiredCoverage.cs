namespace AkkaCache.Differential.Comparison;

/// <summary>Every command and option that a run must have met: the list of the product's commands, by hand, independent of the grammar.</summary>
internal static class RequiredCoverage
{
    public const int Successes = 100;
    public const int Errors = 10;

    /// <summary>Command, then its options.</summary>
    private static readonly string[] Rows =
    [
        "DEL", "UNLINK", "EXISTS", "TOUCH", "TYPE", "EXPIRE: NX XX GT LT", "PEXPIRE: NX XX GT LT", "EXPIREAT: NX XX GT LT", "PEXPIREAT: NX XX GT LT",
        "TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME", "PERSIST", "KEYS", "SCAN: MATCH COUNT TYPE", "RANDOMKEY", "RENAME", "RENAMENX",
        "SET: NX XX GET EX PX EXAT PXAT KEEPTTL", "GET", "GETSET", "GETDEL", "GETEX: EX PX EXAT PXAT PERSIST", "SETNX", "SETEX", "PSETEX", "MGET", "MSET", "MSETNX",
        "INCR", "DECR", "INCRBY", "DECRBY", "INCRBYFLOAT", "APPEND", "STRLEN", "GETRANGE", "SETRANGE",
        "ZADD: NX XX GT LT CH INCR", "ZINCRBY", "ZREM", "ZCARD", "ZCOUNT", "ZSCORE", "ZMSCORE", "ZRANK", "ZREVRANK", "ZRANGE: BYSCORE BYLEX REV LIMIT WITHSCORES",
        "ZREVRANGE: WITHSCORES", "ZRANGEBYSCORE: WITHSCORES LIMIT", "ZREVRANGEBYSCORE: WITHSCORES LIMIT", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE",
        "ZPOPMIN", "ZPOPMAX", "ZSCAN: MATCH COUNT", "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH", "PING", "ECHO", "HELLO: AUTH SETNAME", "SELECT", "RESET", "AUTH",
        "CLIENT ID", "CLIENT INFO", "CLIENT LIST: TYPE ID", "CLIENT GETNAME", "CLIENT SETNAME", "CLIENT REPLY: ON", "CLIENT KILL: ID",
        "COMMAND COUNT", "COMMAND INFO", "COMMAND GETKEYS", "COMMAND LIST: FILTERBY", "COMMAND DOCS", "INFO", "DBSIZE", "FLUSHDB: ASYNC SYNC", "FLUSHALL: ASYNC SYNC", "TIME",
        "CONFIG GET", "CONFIG SET", "MEMORY USAGE: SAMPLES", "OBJECT ENCODING", "OBJECT IDLETIME", "PUBLISH",
    ];

    /// <summary>What Redis never refuses, and why.</summary>
    private static readonly Dictionary<string, string> WithoutErrors = new()
    {
        ["INFO"] = "unknown sections give an empty text",
        ["COMMAND INFO"] = "unknown names give null",
        ["COMMAND DOCS"] = "unknown names are left out",
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

    /// <summary>What the run lacks; empty when all is well.</summary>
    public static List<string> Gaps(Coverage coverage)
    {
        var gaps = new List<string>();
        foreach (var label in Labels())
        {
            var (successes, errors) = coverage.Of(label);
            if (successes < Successes) gaps.Add($"{label}: {successes} successes of {Successes}");
            if (errors < Errors && !WithoutErrors.ContainsKey(label)) gaps.Add($"{label}: {errors} errors of {Errors}");
        }
        return gaps;
    }
}
