using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Effects;

/// <summary>Effects that make a whole value, for commands whose inputs the partition's copies do not have.</summary>
internal static class ValueEffects
{
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
        EffectWriter.Members(log, key, store.BoardOf(entry));
        if (dueMs != 0) EffectWriter.ExpireAt(log, key, dueMs);
        log.EndTransaction();
    }
}
