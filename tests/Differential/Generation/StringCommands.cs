namespace AkkaCache.Differential.Generation;

/// <summary>Grammar of the commands on strings.</summary>
internal static class StringCommands
{
    public static IEnumerable<Production> Productions =>
    [
        new(60, v => Set(v, v.StringKey(), v.Value())),
        new(14, v => new Draft("SET").Add(v.NumberKey(), v.Integer())),
        new(18, v => new Draft("GET").Add(v.StringKey())),
        new(10, v => new Draft("GETSET").Add(v.StringKey(), v.Value())),
        new(8, v => new Draft("GETDEL").Add(v.StringKey())),
        new(28, GetEx),
        new(10, v => new Draft("SETNX").Add(v.StringKey(), v.Value())),
        new(10, v => new Draft("SETEX").Add(v.StringKey(), v.Chance(10) ? v.BadTime() : v.RelativeSeconds(), v.Value())),
        new(10, v => new Draft("PSETEX").Add(v.StringKey(), v.Chance(10) ? v.BadTime() : v.RelativeMilliseconds(), v.Value())),
        new(10, v => new Draft("MGET").Add(v.StringKeysOf(4))),
        new(10, v => Pairs(v, new Draft("MSET"))),
        new(10, v => Pairs(v, new Draft("MSETNX"))),
        new(10, v => new Draft("INCR").Add(v.NumberKey())),
        new(10, v => new Draft("DECR").Add(v.NumberKey())),
        new(12, v => new Draft("INCRBY").Add(v.NumberKey(), v.Integer())),
        new(12, v => new Draft("DECRBY").Add(v.NumberKey(), v.Integer())),
        new(14, v => new Draft("INCRBYFLOAT").Add(v.NumberKey(), v.Increment())),
        new(12, v => new Draft("APPEND").Add(v.StringKey(), v.Value())),
        new(10, v => new Draft("STRLEN").Add(v.StringKey())),
        new(12, v => new Draft("GETRANGE").Add(v.StringKey(), v.Rank(), v.Rank())),
        new(6, v => new Draft("SUBSTR").Add(v.StringKey(), v.Rank(), v.Rank())),
        new(12, v => new Draft("SETRANGE").Add(v.StringKey(), Offset(v), v.Value())),
    ];

    private static Draft Set(Vocabulary v, string key, string value)
    {
        var draft = new Draft("SET").Add(key, value);
        if (v.Chance(25)) return draft;
        var options = new List<string>();
        if (v.Chance(40)) options.Add(v.Pick("NX", "XX"));
        if (v.Chance(40)) options.Add("GET");
        if (v.Chance(70)) options.Add(v.Pick("EX", "PX", "EXAT", "PXAT", "KEEPTTL"));
        if (v.Chance(6)) options.Add(v.Pick("NX", "XX", "EX", "PX", "EXAT", "PXAT", "KEEPTTL", "GET"));
        if (v.Chance(50)) v.Shuffle(options);
        foreach (var option in options) AddTimeOption(v, draft, option);
        return draft;
    }

    private static Draft GetEx(Vocabulary v)
    {
        var draft = new Draft("GETEX").Add(v.StringKey());
        if (v.Chance(90)) AddTimeOption(v, draft, v.Pick("EX", "PX", "EXAT", "PXAT", "PERSIST"));
        if (v.Chance(6)) AddTimeOption(v, draft, v.Pick("EX", "PX", "EXAT", "PXAT", "PERSIST"));
        return draft;
    }

    private static void AddTimeOption(Vocabulary v, Draft draft, string option)
    {
        var bad = v.Chance(6);
        switch (option)
        {
            case "EX": draft.Option(option, bad ? v.BadTime() : v.RelativeSeconds()); break;
            case "PX": draft.Option(option, bad ? v.BadTime() : v.RelativeMilliseconds()); break;
            // Redis keeps a key SET with a past time, unseen but counted by DBSIZE, until it happens to sweep: no past times here.
            case "EXAT": draft.Option(option, bad ? v.BadTime() : v.FutureSeconds()); break;
            case "PXAT": draft.Option(option, bad ? v.BadTime() : v.FutureMilliseconds()); break;
            default: draft.Option(option); break;
        }
    }

    private static Draft Pairs(Vocabulary v, Draft draft)
    {
        for (var i = v.Below(4); i >= 0; i--) draft.Add(v.StringKey(), v.Value());
        return v.Chance(5) ? draft.Add(v.StringKey()) : draft;
    }

    private static string Offset(Vocabulary v) => v.Below(10) switch
    {
        0 => v.Pick("-1", "-9223372036854775808"),
        1 => v.Pick("536870912", "9223372036854775807", "4294967296"),
        2 => "3000",
        _ => v.Below(30).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
