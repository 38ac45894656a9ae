using AkkaCache.Commands.Effects;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Effects on boards that differ from the command that had them.</summary>
internal static class BoardEffects
{
    /// <summary>ZADD of one member with the score that it has now.</summary>
    public static void Score(EffectLog log, ReadOnlySpan<byte> key, SortedSet board, ReadOnlySpan<byte> member)
    {
        board.TryGetScore(member, out var score);
        log.Begin(4);
        log.Argument("ZADD"u8);
        log.Argument(key);
        EffectWriter.Pair(log, score, member);
        log.End();
    }

    /// <summary>ZADD of the members that a ZADD named, with the scores that they have now; those that are absent left out, at least one is there.</summary>
    /// <param name="first">Index of the first score.</param>
    public static void Scores(EffectLog log, SortedSet board, CommandVector command, int first)
    {
        var members = 0;
        for (var i = first + 1; i < command.Count; i += 2) members += board.TryGetScore(command[i], out _) ? 1 : 0;
        log.Begin(2 + (2 * members));
        log.Argument("ZADD"u8);
        log.Argument(command[1]);
        for (var i = first + 1; i < command.Count; i += 2)
        {
            if (board.TryGetScore(command[i], out var score)) EffectWriter.Pair(log, score, command[i]);
        }
        log.End();
    }

    /// <summary>ZREMs of bounded size that name the members of an interval, which are still there.</summary>
    public static void Removal(EffectLog log, ReadOnlySpan<byte> key, SortedSet board, RankInterval interval)
    {
        log.BeginTransaction();
        var cursor = board.At(interval.First);
        for (var left = interval.Count; left > 0;)
        {
            var members = Math.Min(left, EffectWriter.MembersPerEffect);
            log.Begin(2 + members);
            log.Argument("ZREM"u8);
            log.Argument(key);
            for (var i = 0; i < members; i++)
            {
                log.Argument(cursor.Member);
                cursor.MoveNext();
            }
            log.End();
            left -= members;
        }
        log.EndTransaction();
    }

    /// <summary>ZREMRANGEBYRANK of an interval.</summary>
    public static void RemovalByRank(EffectLog log, ReadOnlySpan<byte> key, RankInterval interval)
    {
        log.Begin(4);
        log.Argument("ZREMRANGEBYRANK"u8);
        log.Argument(key);
        EffectWriter.Integer(log, interval.First);
        EffectWriter.Integer(log, interval.Last);
        log.End();
    }
}
