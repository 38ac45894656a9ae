using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.Strings;

/// <summary>How string commands change an entry.</summary>
internal static class StringWrites
{
    /// <summary>
    /// The longest string, as Redis's proto-max-bulk-len: what a client can send in one argument,
    /// and far below where lengths and charges could overflow.
    /// </summary>
    public const int MaxStringBytes = 512 * 1024 * 1024;

    /// <summary>Gives the key a new value and no time to live. <paramref name="entry"/> is what the key has now, -1 for nothing; returns what it has then.</summary>
    public static int Replace(in CommandContext context, PartitionSpace space, int entry, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value)
    {
        var store = space.Store;
        if (entry < 0) return store.AddString(key, value, context.Stamp);
        store.SetString(entry, value);
        if (store.DueOf(entry) != 0) store.SetDue(entry, 0);
        return entry;
    }

    /// <summary>Removes a key, with its effect.</summary>
    public static void Delete(PartitionSpace space, int entry, scoped ReadOnlySpan<byte> key)
    {
        space.Store.Remove(entry);
        space.Changed(key);
        Effects.EffectWriter.Delete(space.Effects, key);
    }

    /// <summary>True when a string of <paramref name="start"/> + <paramref name="more"/> bytes is not allowed.</summary>
    public static bool IsTooLong(long start, int more) => start > MaxStringBytes - more;
}
