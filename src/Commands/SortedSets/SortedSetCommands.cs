using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.SortedSets;

/// <summary>The rows of the sorted-set commands.</summary>
public static class SortedSetCommands
{
    private const CommandFlags Adding = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast;
    private const CommandFlags Removing = CommandFlags.Write | CommandFlags.Fast;
    private const CommandFlags RemovingMany = CommandFlags.Write | CommandFlags.Unbounded;
    private const CommandFlags Reading = CommandFlags.ReadOnly | CommandFlags.Fast;
    private const CommandFlags ReadingMany = CommandFlags.ReadOnly | CommandFlags.Unbounded;

    private const KeyAccess Deleting = KeyAccess.ReadWrite | KeyAccess.Delete;
    private const KeyAccess Taking = KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete;

    private const string WithScore = "`WITHSCORE` is that of Redis 7.2.";
    private const string PerMember = "O(log n) for each member, n members in the board";
    private const string Range = "O(log n + m), m members in the reply";
    private const string RemoveRange = "O(log n + m), m members removed";

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        Row("zadd", -4, Adding, AddHandlers.ZAdd, "1.2.0", PerMember,
            "key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]", "Adds members to a board or changes their scores; makes the board when there is none"),
        Row("zincrby", 4, Adding, AddHandlers.ZIncrBy, "1.2.0", "O(log n)",
            "key increment member", "Adds to a member's score, which is 0 when it is new, and replies with the sum", access: KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update),
        Row("zrem", -3, Removing, RemoveHandlers.ZRem, "1.2.0", PerMember,
            "key member [member ...]", "Removes members; the last one takes the board along", access: Deleting),
        Row("zcard", 2, Reading, ScoreHandlers.ZCard, "1.2.0", "O(1)",
            "key", "Number of members", access: KeyAccess.ReadOnly),
        Row("zscore", 3, Reading, ScoreHandlers.ZScore, "1.2.0", "O(1)",
            "key member", "A member's score"),
        Row("zmscore", -3, Reading, ScoreHandlers.ZMScore, "6.2.0", "O(m), m members asked for",
            "key member [member ...]", "Scores of several members, null for those that are absent"),
        Row("zrank", -3, Reading, RankHandlers.ZRank, "2.0.0", "O(log n)",
            "key member [WITHSCORE]", "A member's place counted from the lowest score, beginning with 0", differences: WithScore),
        Row("zrevrank", -3, Reading, RankHandlers.ZRevRank, "2.0.0", "O(log n)",
            "key member [WITHSCORE]", "A member's place counted from the highest score, beginning with 0", differences: WithScore),
        Row("zcount", 4, Reading, RangeHandlers.ZCount, "2.0.0", "O(log n)",
            "key min max", "Number of members with a score in a range"),
        Row("zlexcount", 4, Reading, RangeHandlers.ZLexCount, "2.8.9", "O(log n)",
            "key min max", "Number of members in a range of byte strings, where all scores are equal"),
        Row("zrange", -4, ReadingMany, RangeHandlers.ZRange, "1.2.0", Range,
            "key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]", "Members in a range of ranks, scores or byte strings, in either direction"),
        Row("zrevrange", -4, ReadingMany, RangeHandlers.ZRevRange, "1.2.0", Range,
            "key start stop [WITHSCORES]", "Members in a range of ranks, the highest first"),
        Row("zrangebyscore", -4, ReadingMany, RangeHandlers.ZRangeByScore, "1.0.5", Range,
            "key min max [WITHSCORES] [LIMIT offset count]", "Members in a range of scores, the lowest first"),
        Row("zrevrangebyscore", -4, ReadingMany, RangeHandlers.ZRevRangeByScore, "2.2.0", Range,
            "key max min [WITHSCORES] [LIMIT offset count]", "Members in a range of scores, the highest first"),
        Row("zrangebylex", -4, ReadingMany, RangeHandlers.ZRangeByLex, "2.8.9", Range,
            "key min max [LIMIT offset count]", "Members in a range of byte strings, where all scores are equal"),
        Row("zrevrangebylex", -4, ReadingMany, RangeHandlers.ZRevRangeByLex, "2.8.9", Range,
            "key max min [LIMIT offset count]", "Members in a range of byte strings, from the last back, where all scores are equal"),
        Row("zremrangebyrank", 4, RemovingMany, RemoveHandlers.ZRemRangeByRank, "2.0.0", RemoveRange,
            "key start stop", "Removes the members in a range of ranks", access: Deleting),
        Row("zremrangebyscore", 4, RemovingMany, RemoveHandlers.ZRemRangeByScore, "1.2.0", RemoveRange,
            "key min max", "Removes the members in a range of scores", access: Deleting),
        Row("zremrangebylex", 4, RemovingMany, RemoveHandlers.ZRemRangeByLex, "2.8.9", RemoveRange,
            "key min max", "Removes the members in a range of byte strings, where all scores are equal", access: Deleting),
        Row("zpopmin", -2, Removing | CommandFlags.Unbounded, PopHandlers.ZPopMin, "5.0.0", RemoveRange,
            "key [count]", "Removes the members with the lowest scores and replies with them", access: Taking),
        Row("zpopmax", -2, Removing | CommandFlags.Unbounded, PopHandlers.ZPopMax, "5.0.0", RemoveRange,
            "key [count]", "Removes the members with the highest scores and replies with them", access: Taking),
        Row("zrandmember", -2, ReadingMany, RandomHandlers.ZRandMember, "6.2.0", "O(m log n), m members in the reply, and never more than O(n + m)",
            "key [count [WITHSCORES]]", "Members chosen at random: distinct ones, or with a negative count any", random: true),
        Row("zscan", -3, ReadingMany, ScanHandlers.ZScan, "2.8.0", "O(count) for each call, O(n) for a whole scan",
            "key cursor [MATCH pattern] [COUNT count]", "Walks a board in steps: what is in it throughout is returned", random: true),
    ];

    private static CommandDescriptor Row(
        string name, int arity, CommandFlags flags, CommandHandler handler, string since, string complexity, string syntax, string summary,
        KeyAccess access = KeyAccess.None, bool random = false, string differences = "")
        => new(name, arity, flags, KeyPositions.One, handler)
        {
            Group = "sorted-set",
            Since = since,
            Complexity = complexity,
            Syntax = syntax,
            Summary = summary,
            KeySpecs = access == KeyAccess.None ? [] : KeySpec.One(access),
            Tips = random ? ["nondeterministic_output"] : [],
            Differences = differences,
        };
}
