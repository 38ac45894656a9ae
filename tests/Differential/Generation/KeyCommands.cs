namespace AkkaCache.Differential.Generation;

/// <summary>Grammar of the commands on keys of any type.</summary>
internal static class KeyCommands
{
    public static IEnumerable<Production> Productions =>
    [
        new(14, v => new Draft("DEL").Add(v.Keys(3))),
        new(6, v => new Draft("UNLINK").Add(v.Keys(3))),
        new(12, v => new Draft("EXISTS").Add(v.Keys(4))),
        new(8, v => new Draft("TOUCH").Add(v.Keys(4))),
        new(14, v => new Draft("TYPE").Add(v.Key())),
        new(26, v => Expire(v, "EXPIRE", v.RelativeSeconds())),
        new(26, v => Expire(v, "PEXPIRE", v.RelativeMilliseconds())),
        new(26, v => Expire(v, "EXPIREAT", v.AbsoluteSeconds())),
        new(26, v => Expire(v, "PEXPIREAT", v.AbsoluteMilliseconds())),
        new(14, v => new Draft("TTL").Add(v.Key()).Compare(ReplyRule.NearSeconds)),
        new(14, v => new Draft("PTTL").Add(v.Key()).Compare(ReplyRule.NearMilliseconds)),
        new(14, v => new Draft("EXPIRETIME").Add(v.Key()).Compare(ReplyRule.InstantSeconds)),
        new(14, v => new Draft("PEXPIRETIME").Add(v.Key()).Compare(ReplyRule.InstantMilliseconds)),
        new(14, v => new Draft("PERSIST").Add(v.Key())),
        new(10, v => new Draft("KEYS").Add(v.Pattern()).Compare(ReplyRule.Unordered)),
        new(18, Scan),
        new(8, _ => new Draft("RANDOMKEY").Compare(ReplyRule.RandomKey)),
        new(14, v => Rename(v, "RENAME")),
        new(14, v => Rename(v, "RENAMENX")),
        new(12, v => new Draft("OBJECT", "ENCODING").Add(v.Key()).Compare(ReplyRule.Encoding)),
        new(8, v => new Draft("OBJECT", "IDLETIME").Add(v.Key()).Compare(ReplyRule.SameType)),
        new(4, v => new Draft("OBJECT", "REFCOUNT").Add(v.Key()).Compare(ReplyRule.SameType)),
        new(3, v => new Draft("OBJECT", "FREQ").Add(v.Key())),
        new(2, v => Extra(v, new Draft("OBJECT", "HELP").Compare(ReplyRule.SameType))),
        new(8, MemoryUsage),
        new(2, v => Extra(v, new Draft("MEMORY", "STATS").Compare(ReplyRule.SameType))),
        new(2, v => Extra(v, new Draft("MEMORY", "DOCTOR").Compare(ReplyRule.SameType))),
        new(2, v => Extra(v, new Draft("MEMORY", "HELP").Compare(ReplyRule.SameType))),
        new(16, Copy),
    ];

    private static Draft Expire(Vocabulary v, string name, string time)
    {
        var draft = new Draft(name).Add(v.Key(), v.Chance(6) ? v.BadTime() : time);
        if (v.Chance(60)) draft.Option(v.Pick("NX", "XX", "GT", "LT"));
        if (v.Chance(8)) draft.Option(v.Pick("NX", "XX", "GT", "LT"));
        return draft;
    }

    private static Draft Scan(Vocabulary v)
    {
        var draft = new Draft("SCAN").Add(v.Chance(4) ? v.Pick("abc", "-1", "", "1.5", "99999999999999999999999") : "0").Compare(ReplyRule.ScanWalk);
        foreach (var option in v.Some("MATCH", "COUNT", "TYPE"))
        {
            if (option == "MATCH") draft.Option(option, v.Pattern());
            if (option == "COUNT") draft.Option(option, v.Chance(10) ? v.Pick("0", "-1", "abc", "9223372036854775808") : v.Pick("1", "2", "5", "10", "1000"));
            if (option == "TYPE") draft.Option(option, v.Pick("string", "zset", "ZSET", "list", "hash", "nosuchtype"));
        }
        return draft;
    }

    private static Draft Rename(Vocabulary v, string name)
    {
        // Boards of mixed scores must not come to a key that is used for BYLEX.
        return new Draft(name).Add(v.Key(), v.KeyWithoutLex());
    }

    private static Draft Copy(Vocabulary v)
    {
        var draft = new Draft("COPY").Add(v.Key(), v.KeyWithoutLex());
        foreach (var option in v.Some("DB", "REPLACE"))
        {
            // Another database than 0 is there in Redis: a known difference.
            if (option == "DB") draft.Option(option, v.Chance(15) ? v.Pick("-1", "16", "abc", "") : "0");
            else draft.Option(option);
        }
        return draft;
    }

    /// <summary>A word too many now and then, for commands that take none.</summary>
    private static Draft Extra(Vocabulary v, Draft draft) => v.Chance(10) ? draft.Add("extra") : draft;

    private static Draft MemoryUsage(Vocabulary v)
    {
        var draft = new Draft("MEMORY", "USAGE").Add(v.Key()).Compare(ReplyRule.SameType);
        if (v.Chance(60)) draft.Option("SAMPLES", v.Chance(15) ? v.Pick("-1", "abc", "") : v.Pick("0", "1", "5"));
        return draft;
    }
}
