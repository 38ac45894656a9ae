using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.SortedSets;

/// <summary>The rows of the sorted-set commands.</summary>
public static class SortedSetCommands
{
    private const string Nondeterministic = "nondeterministic_output";

    private const CommandFlags Adding = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast;
    private const CommandFlags Removing = CommandFlags.Write | CommandFlags.Fast;
    private const CommandFlags RemovingMany = CommandFlags.Write | CommandFlags.Unbounded;
    private const CommandFlags Reading = CommandFlags.ReadOnly | CommandFlags.Fast;
    private const CommandFlags ReadingMany = CommandFlags.ReadOnly | CommandFlags.Unbounded;

    // What Redis says of the keys where it is not what the flags imply.
    private const KeyAccess Looked = KeyAccess.ReadOnly;
    private const KeyAccess Summed = KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update;
    private const KeyAccess Removed = KeyAccess.ReadWrite | KeyAccess.Delete;
    private const KeyAccess Taken = KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete;

    private const string PerMember = "O(log n) for each member, n members in the board";
    private const string Range = "O(log n + m), m members in the reply";
    private const string CombineAll = "O(n + m log m), n members in all boards, m in the result";
    private const string CombineSmallest = "O(n k + m log m), n members in the smallest of k boards, m in the result";
    private const string RemoveRange = "O(log n + m), m members removed";

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        Row("zadd", -4, Adding | CommandFlags.Once, AddHandlers.ZAdd, "1.2.0", PerMember,
            "key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]", "Adds members to a board or changes their scores; makes the board when there is none.",
            differences: "A score of -0 keeps its sign on boards of more than 128 members only, and counts as no change of 0."),
        Row("zincrby", 4, Adding | CommandFlags.Once, AddHandlers.ZIncrBy, "1.2.0", "O(log n)",
            "key increment member", "Adds to a member's score, which is 0 when it is new, and replies with the sum.", access: Summed),
        Row("zrem", -3, Removing, RemoveHandlers.ZRem, "1.2.0", PerMember,
            "key member [member ...]", "Removes members; the last one takes the board along.", access: Removed),
        Row("zcard", 2, Reading, ScoreHandlers.ZCard, "1.2.0", "O(1)",
            "key", "Number of members.", access: Looked),
        Row("zscore", 3, Reading, ScoreHandlers.ZScore, "1.2.0", "O(1)",
            "key member", "A member's score."),
        Row("zmscore", -3, Reading, ScoreHandlers.ZMScore, "6.2.0", "O(m), m members asked for",
            "key member [member ...]", "Scores of several members, null for those that are absent."),
        Row("zrank", -3, Reading, RankHandlers.ZRank, "2.0.0", "O(log n)",
            "key member [WITHSCORE]", "A member's place counted from the lowest score, beginning with 0.",
            differences: "`WITHSCORE`, and with it the error for a wrong third argument, are those of Redis 7.2."),
        Row("zrevrank", -3, Reading, RankHandlers.ZRevRank, "2.0.0", "O(log n)",
            "key member [WITHSCORE]", "A member's place counted from the highest score, beginning with 0.",
            differences: "`WITHSCORE`, and with it the error for a wrong third argument, are those of Redis 7.2."),
        Row("zcount", 4, Reading, RangeHandlers.ZCount, "2.0.0", "O(log n)",
            "key min max", "Number of members with a score in a range."),
        Row("zlexcount", 4, Reading, RangeHandlers.ZLexCount, "2.8.9", "O(log n)",
            "key min max", "Number of members in a range of byte strings, where all scores are equal."),
        Row("zrange", -4, ReadingMany, RangeHandlers.ZRange, "1.2.0", Range,
            "key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]", "Members in a range of ranks, scores or byte strings, in either direction."),
        Row("zrevrange", -4, ReadingMany, RangeHandlers.ZRevRange, "1.2.0", Range,
            "key start stop [WITHSCORES]", "Members in a range of ranks, the highest first."),
        Row("zrangebyscore", -4, ReadingMany, RangeHandlers.ZRangeByScore, "1.0.5", Range,
            "key min max [WITHSCORES] [LIMIT offset count]", "Members in a range of scores, the lowest first."),
        Row("zrevrangebyscore", -4, ReadingMany, RangeHandlers.ZRevRangeByScore, "2.2.0", Range,
            "key max min [WITHSCORES] [LIMIT offset count]", "Members in a range of scores, the highest first."),
        Row("zrangebylex", -4, ReadingMany, RangeHandlers.ZRangeByLex, "2.8.9", Range,
            "key min max [LIMIT offset count]", "Members in a range of byte strings, where all scores are equal."),
        Row("zrevrangebylex", -4, ReadingMany, RangeHandlers.ZRevRangeByLex, "2.8.9", Range,
            "key max min [LIMIT offset count]", "Members in a range of byte strings, from the last back, where all scores are equal."),
        Row("zremrangebyrank", 4, RemovingMany, RemoveHandlers.ZRemRangeByRank, "2.0.0", RemoveRange,
            "key start stop", "Removes the members in a range of ranks.", access: Removed),
        Row("zremrangebyscore", 4, RemovingMany, RemoveHandlers.ZRemRangeByScore, "1.2.0", RemoveRange,
            "key min max", "Removes the members in a range of scores.", access: Removed),
        Row("zremrangebylex", 4, RemovingMany, RemoveHandlers.ZRemRangeByLex, "2.8.9", RemoveRange,
            "key min max", "Removes the members in a range of byte strings, where all scores are equal.", access: Removed),
        Row("zpopmin", -2, Removing | CommandFlags.Unbounded, PopHandlers.ZPopMin, "5.0.0", RemoveRange,
            "key [count]", "Removes the members with the lowest scores and replies with them.", access: Taken),
        Row("zpopmax", -2, Removing | CommandFlags.Unbounded, PopHandlers.ZPopMax, "5.0.0", RemoveRange,
            "key [count]", "Removes the members with the highest scores and replies with them.", access: Taken),
        Row("zrandmember", -2, ReadingMany, RandomHandlers.ZRandMember, "6.2.0", "O(m log n), m members in the reply, and never more than O(n + m)",
            "key [count [WITHSCORES]]", "Members chosen at random: distinct ones, or with a negative count any.", tip: Nondeterministic,
            differences: "A negative count below -1048576 is out of range."),
        Row("zrangestore", -5, CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Unbounded, RangeStoreHandlers.ZRangeStore, "6.2.0", "O(log n + m log m), m members stored",
            "destination source min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]", "Puts the members of a range into another board, in place of what was there.",
            KeyPositions.Two, KeySpec.Two(KeyAccess.Overwrite | KeyAccess.Update, KeyAccess.ReadOnly | KeyAccess.Access)),
        .. Combining,
        Row("zscan", -3, ReadingMany, ScanHandlers.ZScan, "2.8.0", "O(count) for each call, O(n) for a whole scan",
            "key cursor [MATCH pattern] [COUNT count]", "Walks a board in steps: what is in it throughout is returned.", tip: Nondeterministic),
    ];

    // Commands over several boards, which a number announces.
    private static IEnumerable<CommandDescriptor> Combining =>
    [
        Several("zunion", CombineHandlers.ZUnion, "6.2.0", CombineAll,
            "numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM | MIN | MAX>] [WITHSCORES]", "Members of any of the boards, their scores joined."),
        Several("zinter", CombineHandlers.ZInter, "6.2.0", CombineSmallest,
            "numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM | MIN | MAX>] [WITHSCORES]", "Members of all the boards, their scores joined."),
        Several("zdiff", CombineHandlers.ZDiff, "6.2.0", CombineAll,
            "numkeys key [key ...] [WITHSCORES]", "Members of the first board that no other one has."),
        Several("zintercard", CombineHandlers.ZInterCard, "7.0.0", CombineSmallest,
            "numkeys key [key ...] [LIMIT limit]", "How many members all the boards have in common, counted up to a limit."),
        Stored("zunionstore", CombineHandlers.ZUnionStore, "2.0.0", CombineAll,
            "destination numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM | MIN | MAX>]", "ZUNION into another board, in place of what was there."),
        Stored("zinterstore", CombineHandlers.ZInterStore, "2.0.0", CombineSmallest,
            "destination numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM | MIN | MAX>]", "ZINTER into another board, in place of what was there."),
        Stored("zdiffstore", CombineHandlers.ZDiffStore, "6.2.0", CombineAll,
            "destination numkeys key [key ...]", "ZDIFF into another board, in place of what was there."),
        Row("zmpop", -4, RemovingMany, MultiPopHandlers.ZMPop, "7.0.0", "O(k + m log n), k keys, m members removed",
            "numkeys key [key ...] <MIN | MAX> [COUNT count]", "Pops members of the first board that is there.",
            KeyPositions.Counted, [KeySpec.Counted(Taken, 1)]),
    ];

    private static CommandDescriptor Several(string name, CommandHandler handler, string since, string complexity, string syntax, string summary)
        => Row(name, -3, ReadingMany, handler, since, complexity, syntax, summary,
            KeyPositions.Counted, [KeySpec.Counted(KeyAccess.ReadOnly | KeyAccess.Access, 1)]);

    private static CommandDescriptor Stored(string name, CommandHandler handler, string since, string complexity, string syntax, string summary)
        => Row(name, -4, CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Unbounded, handler, since, complexity, syntax, summary,
            KeyPositions.OneAndCounted,
            [new KeySpec(KeyAccess.Overwrite | KeyAccess.Update, 1, 0, 1), KeySpec.Counted(KeyAccess.ReadOnly | KeyAccess.Access, 2)]);

    private static CommandDescriptor Row(
        string name, int arity, CommandFlags flags, CommandHandler handler, string since, string complexity, string syntax, string summary,
        KeyAccess access = KeyAccess.None, string tip = "", string differences = "")
        => Row(name, arity, flags, handler, since, complexity, syntax, summary, KeyPositions.One, access == KeyAccess.None ? [] : KeySpec.One(access), tip, differences);

    private static CommandDescriptor Row(
        string name, int arity, CommandFlags flags, CommandHandler handler, string since, string complexity, string syntax, string summary,
        KeyPositions keys, IReadOnlyList<KeySpec> specs, string tip = "", string differences = "")
        => new(name, arity, flags, keys, handler)
        {
            Group = "sorted-set",
            Since = since,
            Complexity = complexity,
            Syntax = syntax,
            Summary = summary,
            KeySpecs = specs,
            Tips = tip.Length == 0 ? [] : [tip],
            Differences = differences,
        };
}
