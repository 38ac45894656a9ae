using System.Globalization;

namespace AkkaCache.Differential.Generation;

/// <summary>Grammar of the commands on several sorted sets at once, which announce their keys with a number.</summary>
internal static class CombineCommands
{
    private static readonly string[] AnyWeights = ["0", "1", "2", "-1", "0.5", "1.5", "-2.25", "inf", "1e3"];

    /// <summary>What is stored must not become -0, whose sign a compact board loses: a known difference.</summary>
    private static readonly string[] PositiveWeights = ["1", "2", "0.5", "1.5", "inf", "1e3"];

    public static IEnumerable<Production> Productions =>
    [
        new(18, v => WithScores(v, Weighed(v, new Draft("ZUNION"), AnyWeights))),
        new(18, v => WithScores(v, Weighed(v, new Draft("ZINTER"), AnyWeights))),
        new(10, v => WithScores(v, Sources(v, new Draft("ZDIFF")))),
        new(18, v => Weighed(v, new Draft("ZUNIONSTORE").Add(v.BoardKeyWithoutLex()), PositiveWeights)),
        new(18, v => Weighed(v, new Draft("ZINTERSTORE").Add(v.BoardKeyWithoutLex()), PositiveWeights)),
        new(6, v => Sources(v, new Draft("ZDIFFSTORE").Add(v.BoardKeyWithoutLex()))),
        new(10, InterCard),
        new(12, MultiPop),
        new(18, RangeStore),
    ];

    /// <summary>A number and so many keys; sometimes a number that lies.</summary>
    private static Draft Sources(Vocabulary v, Draft draft) => Sources(v, draft, 1 + v.Below(4));

    private static Draft Sources(Vocabulary v, Draft draft, int count)
    {
        draft.Add(v.Chance(5) ? v.Pick("0", "-1", "abc", "9", "1") : Number(count));
        for (var i = 0; i < count; i++) draft.Add(v.BoardKey());
        return draft;
    }

    private static Draft Weighed(Vocabulary v, Draft draft, string[] words)
    {
        var sources = 1 + v.Below(4);
        Sources(v, draft, sources);
        foreach (var option in v.Some("WEIGHTS", "AGGREGATE"))
        {
            if (option == "AGGREGATE")
            {
                var kind = v.Pick("SUM", "MIN", "MAX");
                draft.Option(option, kind).Counts(kind);
                continue;
            }
            draft.Option(option);
            var weights = v.Chance(5) ? v.Below(4) : sources;
            for (var i = 0; i < weights; i++) draft.Add(v.Chance(3) ? v.Pick("nan", "abc", "") : v.Pick(words));
        }
        return draft;
    }

    private static Draft WithScores(Vocabulary v, Draft draft) => v.Chance(50) ? draft.Option("WITHSCORES") : draft;

    private static Draft InterCard(Vocabulary v)
    {
        var draft = Sources(v, new Draft("ZINTERCARD"));
        return v.Chance(60) ? draft.Option("LIMIT", v.Chance(10) ? v.Pick("-1", "abc", "") : v.Pick("0", "1", "2", "5", "1000")) : draft;
    }

    private static Draft MultiPop(Vocabulary v)
    {
        var draft = Sources(v, new Draft("ZMPOP")).Option(v.Pick("MIN", "MAX"));
        return v.Chance(60) ? draft.Option("COUNT", v.Chance(10) ? v.Pick("0", "-1", "abc") : v.Pick("1", "2", "1000")) : draft;
    }

    private static Draft RangeStore(Vocabulary v)
    {
        var by = v.Pick("", "BYSCORE", "BYLEX");
        var draft = new Draft("ZRANGESTORE");
        // Boards of equal scores may go anywhere; the others not where equal scores are expected.
        if (by == "BYLEX") draft.Add(v.Chance(50) ? v.LexKey() : v.BoardKeyWithoutLex(), v.LexKey(), v.LexBound(), v.LexBound()).Option(by);
        else if (by == "BYSCORE") draft.Add(v.BoardKeyWithoutLex(), v.BoardKey(), v.ScoreBound(), v.ScoreBound()).Option(by);
        else draft.Add(v.BoardKeyWithoutLex(), v.BoardKey(), v.Rank(), v.Rank());
        if (v.Chance(40)) draft.Option("REV");
        if (v.Chance(by.Length == 0 ? 4 : 45)) draft.Option("LIMIT", v.Count(), v.Count());
        return draft;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
