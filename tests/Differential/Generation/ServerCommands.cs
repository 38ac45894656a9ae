namespace AkkaCache.Differential.Generation;

/// <summary>Grammar of the connection and server commands that leave the connection usable for what follows.</summary>
internal static class ServerCommands
{
    public static IEnumerable<Production> Productions =>
    [
        new(12, v => v.Chance(50) ? new Draft("PING") : v.Chance(90) ? new Draft("PING").Add(v.Value()) : new Draft("PING").Add(v.Value(), "more")),
        new(8, v => new Draft("ECHO").Add(v.Value())),
        new(6, v => new Draft("SELECT").Add(v.Chance(80) ? "0" : v.Pick("-1", "16", "abc", "", "9223372036854775808"))),
        new(6, _ => new Draft("DBSIZE")),
        new(6, v => Flush(v, "FLUSHDB")),
        new(6, v => Flush(v, "FLUSHALL")),
        new(5, _ => new Draft("TIME").Compare(ReplyRule.SameType)),
        new(5, _ => new Draft("CLIENT", "ID").Compare(ReplyRule.SameType)),
        new(4, _ => new Draft("CLIENT", "INFO").Compare(ReplyRule.SameType)),
        new(25, ClientList),
        new(6, _ => new Draft("CLIENT", "GETNAME")),
        new(7, v => new Draft("CLIENT", "SETNAME").Add(v.Pick("worker", "", "with space", "a\nb", "name-1", "\x01", "~!"))),
        new(5, v => Extra(v, new Draft("CLIENT", "REPLY").Option("ON"))),
        new(34, ClientKill),
        new(2, v => Extra(v, new Draft("CLIENT", "HELP").Compare(ReplyRule.SameType))),
        new(2, v => Extra(v, new Draft("CLIENT", "GETREDIR"))),
        new(2, v => Extra(v, new Draft("CLIENT", "TRACKINGINFO"))),
        new(3, v => Extra(v, new Draft("CLIENT", "TRACKING").Option("OFF"))),
        new(4, v => Extra(v, new Draft("CLIENT", "NO-EVICT").Option(v.Pick("ON", "OFF")))),
        new(3, v => v.Chance(85) ? new Draft("COMMAND").Compare(ReplyRule.SharedRows) : new Draft("COMMAND").Add("NOSUCH")),
        new(2, v => Extra(v, new Draft("COMMAND", "HELP").Compare(ReplyRule.SameType))),
        new(4, v => Extra(v, new Draft("COMMAND", "COUNT").Compare(ReplyRule.SameType))),
        new(5, v => new Draft("COMMAND", "INFO").Add(CommandNames(v)).Compare(ReplyRule.CommandRows)),
        new(6, v => CommandGetKeys(v, "GETKEYS")),
        new(6, v => CommandGetKeys(v, "GETKEYSANDFLAGS")),
        new(10, CommandList),
        new(4, v => new Draft("COMMAND", "DOCS").Add(CommandNames(v)).Compare(ReplyRule.CommandDocs)),
        new(4, v => new Draft("INFO").Add(v.Pick("server", "clients", "memory", "stats", "keyspace", "replication", "nosuchsection", "all", "default", "everything")).Compare(ReplyRule.Keyspace)),
        new(6, ConfigGet),
        new(5, v => ConfigSet(v)),
        new(2, v => Extra(v, new Draft("CONFIG", "RESETSTAT"))),
        new(2, v => Extra(v, new Draft("CONFIG", "HELP").Compare(ReplyRule.SameType))),
        new(2, v => Extra(v, new Draft("ROLE"))),
        new(5, Publish),
        new(8, PubSub),
        new(6, ClusterDisabled),
        new(14, Hello),
        new(4, v => new Draft("AUTH").Add(v.Chance(50) ? ["default", v.Pick("", "secret")] : ["secret"])),
        new(8, Unknown),
    ];

    /// <summary>These silence or end the connection, which inside a transaction would leave the two servers' replies uncounted.</summary>
    public static IEnumerable<Production> OutsideTransactions =>
    [
        new(6, v => Extra(v, new Draft("CLIENT", "REPLY").Option(v.Pick("OFF", "SKIP")).Compare(ReplyRule.Muting))),
        new(2, _ => new Draft("QUIT").Compare(ReplyRule.Ending)),
    ];

    /// <summary>A word too many now and then, for commands that do not take one.</summary>
    private static Draft Extra(Vocabulary v, Draft draft) => v.Chance(12) ? draft.Add("extra") : draft;

    private static Draft Flush(Vocabulary v, string name)
    {
        var draft = new Draft(name);
        if (v.Chance(80)) draft.Option(v.Pick("ASYNC", "SYNC"));
        return v.Chance(15) ? draft.Add("again") : draft;
    }

    private static Draft ClientList(Vocabulary v)
    {
        var draft = new Draft("CLIENT", "LIST").Compare(ReplyRule.SameType);
        return v.Below(8) switch
        {
            0 => draft.Option("TYPE", v.Pick("nosuchtype", "")),
            1 or 2 => Extra(v, Typed(v, draft, "NORMAL", "MASTER", "REPLICA", "PUBSUB")),
            3 or 4 => draft.Option("ID", v.Pick("1", "999999999", "0", "-1", "abc")),
            _ => draft,
        };
    }

    private static Draft Typed(Vocabulary v, Draft draft, params string[] types)
    {
        var type = v.Pick(types);
        return draft.Option("TYPE", v.Chance(50) ? type : type.ToLowerInvariant()).Counts(type);
    }

    /// <summary>Nobody is ever met: not by the first condition, so not by all of them.</summary>
    private static Draft ClientKill(Vocabulary v)
    {
        var draft = new Draft("CLIENT", "KILL");
        switch (v.Below(10))
        {
            case 0: return draft.Add("127.0.0.1:1");
            case 1: draft.Option("ID", v.Chance(50) ? v.Pick("abc", "0", "-1", "") : "999999999"); break;
            case 2: draft.Option("ADDR", "127.0.0.1:1"); break;
            case 3: draft.Option("LADDR", "127.0.0.1:1"); break;
            case 4: return Extra(v, Typed(v, draft, "MASTER", "REPLICA"));
            case 5: draft.Option("TYPE", "nosuchtype"); break;
            default: draft.Option("ID", "999999999"); break;
        }
        switch (v.Below(6))
        {
            case 0: Typed(v, draft, "NORMAL", "PUBSUB"); break;
            case 1: draft.Option("USER", v.Pick("default", "default", "nobody")); break;
            case 2:
                var skips = v.Pick("YES", "NO");
                draft.Option("SKIPME", skips).Counts(skips);
                break;
        }
        // An option without its value.
        return v.Chance(12) ? draft.Add("ID") : draft;
    }

    private static string[] CommandNames(Vocabulary v) =>
        [.. Enumerable.Range(0, 1 + v.Below(3)).Select(_ => v.Pick("get", "SET", "zadd", "del", "mset", "zrange", "rename", "expire", "mget", "nosuchcommand", "incrbyfloat", "getex", "ping", "multi", "zunionstore", "zmpop", "copy", "client|kill", "object|encoding", "subscribe", "quit"))];

    private static Draft CommandGetKeys(Vocabulary v, string subcommand)
    {
        var draft = new Draft("COMMAND", subcommand);
        return v.Below(12) switch
        {
            0 => draft.Add("GET", v.Key()),
            1 => draft.Add("MSET", v.Key(), "1", v.Key(), "2"),
            2 => draft.Add("DEL").Add(v.Keys(4)),
            3 => draft.Add("SET", v.Key(), "v", "EX", "100000"),
            4 => draft.Add("ZADD", v.Key(), "1", "m"),
            5 => draft.Add("RENAME", v.Key(), v.Key()),
            6 => draft.Add(v.Pick("ZUNION", "ZINTER", "ZDIFF", "ZINTERCARD", "ZMPOP"), v.Pick("1", "2", "2", "3", "0", "-1", "abc"), v.Key(), v.Key()),
            7 => draft.Add(v.Pick("ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE"), v.Key(), v.Pick("1", "2", "2", "3", "0", "abc"), v.Key(), v.Key()),
            8 => draft.Add(v.Pick("OBJECT", "MEMORY"), v.Pick("ENCODING", "USAGE", "IDLETIME", "HELP", "NOSUCH"), v.Key()),
            9 => draft.Add("SET", v.Key(), "v", v.Pick("GET", "NX")),
            _ => draft.Add(v.Pick(["PING"], ["NOSUCH", "a"], ["GET"], new[] { "MSET", "a" })),
        };
    }

    private static Draft CommandList(Vocabulary v)
    {
        var draft = new Draft("COMMAND", "LIST");
        return v.Below(8) switch
        {
            0 => draft.Option("FILTERBY").Add(v.Pick("NOSUCH", "PATTERN")),
            1 or 2 => Extra(v, draft.Option("FILTERBY", "PATTERN", v.Pick("zrange", "get", "nosuch*", "mse*", "*p*")).Counts("PATTERN").Compare(ReplyRule.SharedNames)),
            3 or 4 => Extra(v, draft.Option("FILTERBY", "ACLCAT", v.Pick("read", "write", "sortedset", "keyspace", "dangerous", "nosuch")).Counts("ACLCAT").Compare(ReplyRule.SharedNames)),
            5 or 6 => Extra(v, draft.Option("FILTERBY", "MODULE", "nosuch").Counts("MODULE")),
            _ => draft.Compare(ReplyRule.SharedNames),
        };
    }

    private static Draft ConfigGet(Vocabulary v) => v.Below(4) switch
    {
        0 => new Draft("CONFIG", "GET").Add("nosuchparameter"),
        1 => new Draft("CONFIG", "GET").Add("maxmemory-policy"),
        2 => new Draft("CONFIG", "GET").Add("requirepass"),
        _ => new Draft("CONFIG", "GET").Add("maxmemory"),
    };

    private static Draft ConfigSet(Vocabulary v) => v.Below(4) switch
    {
        0 => new Draft("CONFIG", "SET").Add("nosuchparameter", "1"),
        1 => new Draft("CONFIG", "SET").Add("maxmemory-policy", v.Pick("noeviction", "allkeys-lru", "volatile-ttl")),
        2 => new Draft("CONFIG", "SET").Add("maxmemory", v.Pick("abc", "-1", "0")),
        _ => new Draft("CONFIG", "SET").Add("maxmemory", v.Pick("1gb", "2000mb", "0")),
    };

    private static Draft PubSub(Vocabulary v) => v.Below(4) switch
    {
        0 => Extra(v, new Draft("PUBSUB", "HELP").Compare(ReplyRule.SameType)),
        1 => Extra(v, new Draft("PUBSUB", "NUMPAT")),
        2 => Extra(v, new Draft("PUBSUB", "CHANNELS").Add(v.Pattern()).Compare(ReplyRule.Unordered)),
        _ => new Draft("PUBSUB", "NUMSUB").Add(v.Keys(3)),
    };

    /// <summary>A node answers as a Redis does that runs alone, but for KEYSLOT, which is a known difference.</summary>
    private static Draft ClusterDisabled(Vocabulary v) => v.Below(12) switch
    {
        0 => new Draft("ASKING"),
        1 => new Draft("READONLY"),
        2 => new Draft("READWRITE"),
        3 => new Draft("CLUSTER", "INFO"),
        4 => new Draft("CLUSTER", "HELP"),
        5 => new Draft("CLUSTER", "COUNTKEYSINSLOT").Add("1"),
        6 => new Draft("CLUSTER", "GETKEYSINSLOT").Add("1", "10"),
        7 => new Draft("CLUSTER", "LINKS"),
        8 => new Draft("CLUSTER", "MYID"),
        9 => new Draft("CLUSTER", "NODES"),
        10 => new Draft("CLUSTER", "SHARDS"),
        _ => new Draft("CLUSTER", "SLOTS"),
    };

    private static Draft Publish(Vocabulary v) => new Draft("PUBLISH").Add(v.Key(), v.Value());

    private static Draft Hello(Vocabulary v)
    {
        var draft = new Draft("HELLO").Compare(ReplyRule.Greeting);
        return v.Below(5) switch
        {
            0 => draft,
            1 => draft.Add(v.Pick("1", "4", "abc", "")),
            2 => draft.Add(v.Pick("2", "3")).Option("SETNAME", v.Pick("greeter", "a b")),
            3 => draft.Add(v.Pick("2", "3")).Option("AUTH", v.Pick("default", "default", "nobody"), v.Pick("", "secret")),
            _ => draft.Add(v.Pick("2", "3")),
        };
    }

    private static Draft Unknown(Vocabulary v) =>
        new Draft(v.Pick("NOSUCH", "GETT", "Z\r\nADD", "", "\0", "nosuch|sub", new string('N', 150))).Add([.. Enumerable.Range(0, v.Below(4)).Select(_ => v.Value())]).Uncounted();
}
