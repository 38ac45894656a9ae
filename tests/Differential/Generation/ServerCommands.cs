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
        new(12, ClientList),
        new(6, _ => new Draft("CLIENT", "GETNAME")),
        new(7, v => new Draft("CLIENT", "SETNAME").Add(v.Pick("worker", "", "with space", "a\nb", "name-1", "\x01", "~!"))),
        new(5, v => new Draft("CLIENT", "REPLY").Option("ON")),
        new(5, v => v.Chance(70) ? new Draft("CLIENT", "KILL").Option("ID", "999999999") : BadClientKill(v)),
        new(4, _ => new Draft("COMMAND", "COUNT").Compare(ReplyRule.SameType)),
        new(5, v => new Draft("COMMAND", "INFO").Add(CommandNames(v)).Compare(ReplyRule.CommandRows)),
        new(6, CommandGetKeys),
        new(5, CommandList),
        new(4, v => new Draft("COMMAND", "DOCS").Add(CommandNames(v)).Compare(ReplyRule.SameType)),
        new(4, v => new Draft("INFO").Add(v.Pick("server", "clients", "memory", "stats", "keyspace", "replication", "nosuchsection", "all", "default", "everything")).Compare(ReplyRule.SameType)),
        new(6, ConfigGet),
        new(5, v => ConfigSet(v)),
        new(5, Publish),
        new(12, Hello),
        new(4, v => new Draft("AUTH").Add(v.Chance(50) ? ["default", v.Pick("", "secret")] : ["secret"])),
        new(8, Unknown),
    ];

    private static Draft Flush(Vocabulary v, string name)
    {
        var draft = new Draft(name);
        if (v.Chance(80)) draft.Option(v.Pick("ASYNC", "SYNC"));
        return v.Chance(15) ? draft.Add("again") : draft;
    }

    private static Draft ClientList(Vocabulary v)
    {
        var draft = new Draft("CLIENT", "LIST").Compare(ReplyRule.SameType);
        return v.Below(4) switch
        {
            0 => draft.Option("TYPE", v.Pick("normal", "pubsub", "NORMAL", "nosuchtype", "")),
            1 => draft.Option("ID", v.Pick("1", "999999999", "0", "-1", "abc")),
            _ => draft,
        };
    }

    private static Draft BadClientKill(Vocabulary v) => v.Below(4) switch
    {
        0 => new Draft("CLIENT", "KILL").Option("ID", v.Pick("abc", "0", "-1", "")),
        1 => new Draft("CLIENT", "KILL").Add("127.0.0.1:1"),
        2 => new Draft("CLIENT", "KILL").Add("TYPE", "nosuchtype"),
        _ => new Draft("CLIENT", "KILL").Add("ID"),
    };

    private static string[] CommandNames(Vocabulary v) =>
        [.. Enumerable.Range(0, 1 + v.Below(3)).Select(_ => v.Pick("get", "SET", "zadd", "del", "mset", "zrange", "rename", "expire", "mget", "nosuchcommand", "incrbyfloat", "getex", "ping", "multi"))];

    private static Draft CommandGetKeys(Vocabulary v)
    {
        var draft = new Draft("COMMAND", "GETKEYS");
        return v.Below(7) switch
        {
            0 => draft.Add("GET", v.Key()),
            1 => draft.Add("MSET", v.Key(), "1", v.Key(), "2"),
            2 => draft.Add("DEL").Add(v.Keys(4)),
            3 => draft.Add("SET", v.Key(), "v", "EX", "100000"),
            4 => draft.Add("ZADD", v.Key(), "1", "m"),
            5 => draft.Add("RENAME", v.Key(), v.Key()),
            _ => draft.Add(v.Pick(["PING"], ["NOSUCH", "a"], ["GET"], new[] { "MSET", "a" })),
        };
    }

    private static Draft CommandList(Vocabulary v)
    {
        var draft = new Draft("COMMAND", "LIST");
        return v.Below(4) switch
        {
            0 => draft.Option("FILTERBY", "PATTERN", v.Pick("zrange", "get", "nosuch*")).Compare(ReplyRule.Unordered),
            1 => draft.Option("FILTERBY", "PATTERN", v.Pick("mse*", "pexp*", "zpop*")).Compare(ReplyRule.Unordered),
            2 => draft.Option("FILTERBY", v.Pick("NOSUCH", "PATTERN")),
            _ => draft.Compare(ReplyRule.SameType),
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
