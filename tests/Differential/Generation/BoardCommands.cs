using System.Globalization;

namespace AkkaCache.Differential.Generation;

/// <summary>Grammar of the commands on sorted sets.</summary>
internal static class BoardCommands
{
    /// <summary>More members than Redis keeps in its compact form (128).</summary>
    private const int LargeBoard = 150;

    public static IEnumerable<Production> Productions =>
    [
        new(60, v => ZAdd(v, v.BoardKey(), options: true)),
        new(20, v => ZAdd(v, v.BoardKey(), options: false)),
        new(20, v => ZAdd(v, v.LexKey(), options: false)),
        new(3, LargeZAdd),
        new(16, v => ZIncrBy(v, v.BoardKey())),
        new(12, v => new Draft("ZREM").Add(v.BoardKey()).Add(Members(v, 3))),
        new(10, v => new Draft("ZCARD").Add(v.BoardKey())),
        new(14, v => new Draft("ZCOUNT").Add(v.BoardKey(), v.ScoreBound(), v.ScoreBound())),
        new(14, v => new Draft("ZSCORE").Add(v.BoardKey(), v.Member())),
        new(12, v => new Draft("ZMSCORE").Add(v.BoardKey()).Add(Members(v, 4))),
        new(14, v => new Draft("ZRANK").Add(v.BoardKey(), v.Member())),
        new(14, v => new Draft("ZREVRANK").Add(v.BoardKey(), v.Member())),
        new(30, v => ZRangeByRank(v)),
        new(40, v => ZRangeByScore(v)),
        new(40, v => ZRangeByLex(v)),
        new(14, v => WithScores(v, new Draft("ZREVRANGE").Add(v.BoardKey(), v.Rank(), v.Rank()))),
        new(20, v => OldRangeByScore(v, "ZRANGEBYSCORE")),
        new(20, v => OldRangeByScore(v, "ZREVRANGEBYSCORE")),
        new(12, v => OldRangeByLex(v, "ZRANGEBYLEX")),
        new(12, v => OldRangeByLex(v, "ZREVRANGEBYLEX")),
        new(10, v => new Draft("ZLEXCOUNT").Add(v.LexKeyOrNone(), v.LexBound(), v.LexBound())),
        new(6, v => new Draft("ZREMRANGEBYLEX").Add(v.LexKeyOrNone(), v.LexBound(), v.LexBound())),
        new(14, RandomMember),
        new(8, v => new Draft("ZREMRANGEBYRANK").Add(v.BoardKey(), v.Rank(), v.Rank())),
        new(8, v => new Draft("ZREMRANGEBYSCORE").Add(v.BoardKey(), v.ScoreBound(), v.ScoreBound())),
        new(10, v => Pop(v, "ZPOPMIN")),
        new(10, v => Pop(v, "ZPOPMAX")),
        new(14, ZScan),
    ];

    public static Draft ZAdd(Vocabulary v, string key, bool options)
    {
        var draft = new Draft("ZADD").Add(key);
        var increment = false;
        if (options)
        {
            var chosen = new List<string>();
            if (v.Chance(45)) chosen.Add(v.Pick("NX", "XX"));
            if (v.Chance(45)) chosen.Add(v.Pick("GT", "LT"));
            if (v.Chance(40)) chosen.Add("CH");
            increment = v.Chance(25);
            if (increment) chosen.Add("INCR");
            // NX excludes GT and LT; mostly write what is allowed.
            if (chosen.Contains("NX") && v.Chance(85)) chosen.RemoveAll(option => option is "GT" or "LT");
            if (v.Chance(40)) v.Shuffle(chosen);
            foreach (var option in chosen) draft.Option(option);
        }
        var pairs = increment && v.Chance(90) ? 1 : 1 + v.Below(5);
        for (var i = 0; i < pairs; i++) draft.Add(v.Chance(2) ? v.RubbishWord() is var word && Vocabulary.IsLexKey(key) ? "x" : word : v.ScoreFor(key), v.Member());
        return v.Chance(3) ? draft.Add(v.Member()) : draft;
    }

    private static Draft LargeZAdd(Vocabulary v)
    {
        var key = v.BoardKey();
        var draft = new Draft("ZADD").Add(key);
        var count = LargeBoard + v.Below(100);
        for (var i = 0; i < count; i++) draft.Add(v.ScoreFor(key), "m" + v.Below(1000).ToString(CultureInfo.InvariantCulture));
        return draft;
    }

    private static Draft ZIncrBy(Vocabulary v, string key) => new Draft("ZINCRBY").Add(key, v.Chance(5) ? "abc" : v.ScoreFor(key), v.Member());

    private static Draft ZRangeByRank(Vocabulary v)
    {
        var draft = new Draft("ZRANGE").Add(v.BoardKey(), v.Rank(), v.Rank());
        if (v.Chance(40)) draft.Option("REV");
        if (v.Chance(3)) Limit(v, draft);
        return WithScores(v, draft);
    }

    private static Draft ZRangeByScore(Vocabulary v)
    {
        var draft = new Draft("ZRANGE").Add(v.BoardKey(), v.ScoreBound(), v.ScoreBound()).Option("BYSCORE");
        if (v.Chance(45)) draft.Option("REV");
        if (v.Chance(50)) Limit(v, draft);
        return WithScores(v, draft);
    }

    private static Draft ZRangeByLex(Vocabulary v)
    {
        var draft = new Draft("ZRANGE").Add(v.LexKeyOrNone(), v.LexBound(), v.LexBound()).Option("BYLEX");
        if (v.Chance(45)) draft.Option("REV");
        if (v.Chance(50)) Limit(v, draft);
        return v.Chance(4) ? draft.Option("WITHSCORES") : draft;
    }

    private static Draft OldRangeByScore(Vocabulary v, string name)
    {
        var draft = new Draft(name).Add(v.BoardKey(), v.ScoreBound(), v.ScoreBound());
        if (v.Chance(50))
        {
            Limit(v, draft);
            return WithScores(v, draft);
        }
        WithScores(v, draft);
        if (v.Chance(40)) Limit(v, draft);
        return draft;
    }

    private static Draft OldRangeByLex(Vocabulary v, string name)
    {
        var draft = new Draft(name).Add(v.LexKeyOrNone(), v.LexBound(), v.LexBound());
        if (v.Chance(50)) Limit(v, draft);
        return draft;
    }

    private static Draft RandomMember(Vocabulary v)
    {
        var draft = new Draft("ZRANDMEMBER").Add(v.BoardKey()).Compare(ReplyRule.RandomMembers);
        if (v.Chance(20)) return draft;
        // Counts below -1048576 are refused here: a known difference.
        draft.Add(v.Chance(10) ? v.Pick("abc", "", "9223372036854775808", "1.5") : v.Pick("0", "1", "2", "5", "1000", "-1", "-3", "-50"));
        return v.Chance(60) ? draft.Option("WITHSCORES") : draft;
    }

    private static void Limit(Vocabulary v, Draft draft)
    {
        if (v.Chance(4)) draft.Option("LIMIT", v.Pick("abc", "1"));
        else draft.Option("LIMIT", v.Count(), v.Count());
    }

    private static Draft WithScores(Vocabulary v, Draft draft) => v.Chance(45) ? draft.Option("WITHSCORES") : draft;

    private static Draft Pop(Vocabulary v, string name)
    {
        var draft = new Draft(name).Add(v.BoardKey());
        if (v.Chance(50)) draft.Add(v.Chance(15) ? v.Pick("-1", "abc", "", "9223372036854775808") : v.Pick("0", "1", "2", "3", "1000"));
        return draft;
    }

    private static Draft ZScan(Vocabulary v)
    {
        var draft = new Draft("ZSCAN").Add(v.BoardKey(), v.Chance(5) ? v.Pick("abc", "-1", "") : "0").Compare(ReplyRule.PairScanWalk);
        foreach (var option in v.Some("MATCH", "COUNT"))
        {
            if (option == "MATCH") draft.Option(option, v.MemberPattern());
            if (option == "COUNT") draft.Option(option, v.Chance(10) ? v.Pick("0", "-1", "abc") : v.Pick("1", "10", "1000"));
        }
        return draft;
    }

    private static string[] Members(Vocabulary v, int most) => [.. Enumerable.Range(0, 1 + v.Below(most)).Select(_ => v.Member())];
}
