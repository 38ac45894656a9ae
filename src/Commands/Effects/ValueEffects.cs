using AkkaCache.Commands.Execution;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Effects;

/// <summary>Effects that make a whole value, for commands whose inputs the partition's copies do not have.</summary>
internal static class ValueEffects
{
    /// <summary>Members of one ZADD effect: some kilobytes, so that no single record is large.</summary>
    private const int MembersPerEffect = 128;

    /// <summary>Appends what makes the entry as it stands. O(members).</summary>
    /// <param name="replaces">The key may hold something else on a copy, which goes first.</param>
    public static void Append(PartitionSpace space, int entry, bool replaces)
    {
        var store = space.Store;
        var log = space.Effects;
        var key = store.KeyOf(entry);
        var dueMs = store.DueOf(entry);
        if (store.KindOf(entry) == EntryKind.String)
        {
            if (dueMs == 0) EffectWriter.Set(log, key, store.StringOf(entry));
            else EffectWriter.SetUntil(log, key, store.StringOf(entry), dueMs);
            return;
        }
        log.BeginTransaction();
        if (replaces) EffectWriter.Delete(log, key);
        AppendMembers(log, key, store.BoardOf(entry));
        if (dueMs != 0) EffectWriter.ExpireAt(log, key, dueMs);
        log.EndTransaction();
    }

    private static void AppendMembers(EffectLog log, scoped ReadOnlySpan<byte> key, SortedSet board)
    {
        Span<byte> score = stackalloc byte[DoubleText.MaxBytes];
        var cursor = board.At(0);
        for (var left = board.Count; left > 0;)
        {
            var members = Math.Min(left, MembersPerEffect);
            log.Begin(2 + (2 * members));
            log.Argument("ZADD"u8);
            log.Argument(key);
            for (var i = 0; i < members; i++)
            {
                log.Argument(score[..DoubleText.Format(cursor.Score, score)]);
                log.Argument(cursor.Member);
                cursor.MoveNext();
            }
            log.End();
            left -= members;
        }
    }
}
