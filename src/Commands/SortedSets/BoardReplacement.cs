using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Puts a computed board in the place of whatever a key held: the end of ZRANGESTORE, ZUNIONSTORE and the like.</summary>
/// <remarks>
/// The sources may lie in partitions whose copies live elsewhere and lag, so the command cannot be its own effect: the destination's log gets the
/// result, as one DEL and ZADDs of bounded size that belong together.
/// </remarks>
internal static class BoardReplacement
{
    /// <summary>An empty board to fill and store under <paramref name="destination"/>: with the seed that it has on copies too, so that cursors of ZSCAN hold there.</summary>
    public static SortedSet New(ref CommandContext context, ReadOnlySpan<byte> destination) => new(context.SpaceOf(destination).Store.Seed);

    /// <summary>Stores <paramref name="result"/>, whose owner this becomes, and replies with its size; an empty one removes the key.</summary>
    public static void Store(ref CommandContext context, ReadOnlySpan<byte> destination, SortedSet result)
    {
        var space = context.SpaceOf(destination);
        var entry = space.FindLive(destination, context.NowMs);
        var replacesBoard = entry >= 0 && space.Store.KindOf(entry) == EntryKind.SortedSet;
        if (!BoardLimits.AdmitResult(ref context, result.Count) || (result.Count > 0 && !replacesBoard && !BoardLimits.AdmitBoard(ref context)))
        {
            result.Dispose();
            return;
        }
        if (result.IsCompact) DropNegativeZeros(result);
        context.Reply.Integer(result.Count);
        if (entry >= 0) space.Store.Remove(entry);
        if (result.Count == 0)
        {
            result.Dispose();
            if (entry < 0) return;
            EffectWriter.Delete(space.Effects, destination);
            space.Changed(destination);
            return;
        }
        var made = space.Store.AttachBoard(destination, result, context.Stamp);
        space.Effects.BeginTransaction();
        if (entry >= 0) EffectWriter.Delete(space.Effects, destination);
        EffectWriter.Members(space.Effects, destination, result);
        context.ApplyDefaultTtl(space, made);
        space.Effects.EndTransaction();
        space.Changed(destination);
        BoardMetrics.Added(ref context, space, result.Count);
    }

    // As MemberChange does for single members: Redis's compact form has no negative zero.
    private static void DropNegativeZeros(SortedSet board)
    {
        var end = board.CountBelow(0, orEqual: true);
        for (var rank = board.CountBelow(0, orEqual: false); rank < end; rank++)
        {
            var cursor = board.At(rank);
            if (!double.IsNegative(cursor.Score)) continue;
            var member = cursor.Member.ToArray();
            board.Remove(member);
            board.Set(member, 0);
        }
    }
}
