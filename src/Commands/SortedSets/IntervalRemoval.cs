using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Removes an interval of ranks from a board: with its effect, the charge, the watchers, and the end of a board that is empty then.</summary>
/// <remarks>
/// <para>
/// The effect has the form that is right for every copy. A board that ends is deleted: a copy that receives a snapshot may hold members of it that
/// an interval would leave. One that is being cut loses its members by name: the copy holds a part of it, in which ranks are others.
/// Otherwise the interval itself will do, since a whole copy has the same order.
/// </para>
/// <para>It is written before the members are gone, while they still have names.</para>
/// </remarks>
internal static class IntervalRemoval
{
    /// <param name="context">Of the command.</param>
    /// <param name="space">Where the key is.</param>
    /// <param name="entry">The board's.</param>
    /// <param name="key">The board's.</param>
    /// <param name="interval">Within the board; nothing happens when it is empty.</param>
    /// <param name="isOwnEffect">The command names the interval in a way that a whole copy resolves to the same members.</param>
    public static void Remove(ref CommandContext context, PartitionSpace space, int entry, ReadOnlySpan<byte> key, RankInterval interval, bool isOwnEffect)
    {
        if (interval.IsEmpty) return;
        var board = space.Store.BoardOf(entry);
        var log = space.Effects;
        if (interval.Count == board.Count)
        {
            EffectWriter.Delete(log, key);
            space.Store.Remove(entry);
        }
        else
        {
            if (space.Cutters.IsCutting(key)) BoardEffects.Removal(log, key, board, interval);
            else if (isOwnEffect) log.Append(context.Args);
            else BoardEffects.RemovalByRank(log, key, interval);
            board.RemoveRange(interval.First, interval.Count);
            space.Store.Recharge(entry);
        }
        space.Changed(key);
        BoardMetrics.Removed(ref context, space, interval.Count);
    }
}
