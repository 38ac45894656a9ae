using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Union, intersection and difference of boards.</summary>
/// <remarks>
/// Boards are taken from the smallest up, as Redis does: an intersection then asks about as few members as possible, and sums of floats,
/// which depend on their order, come out the same. Opposite infinities, and infinity times zero, count as 0.
/// </remarks>
internal static class Combination
{
    public static void Union(CombineArguments arguments, SortedSet result)
    {
        foreach (var i in BySize(arguments))
        {
            if (arguments.Boards[i] is not { } board) continue;
            var cursor = board.At(0);
            for (var left = board.Count; left > 0; left--)
            {
                var score = Number(cursor.Score * arguments.Weights[i]);
                if (result.TryGetScore(cursor.Member, out var before))
                {
                    score = Join(before, score, arguments.Aggregate);
                    // Zeros of either sign are equal to the board, which would keep the first.
                    if (score == 0 && before == 0) result.Remove(cursor.Member);
                }
                result.Set(cursor.Member, score);
                cursor.MoveNext();
            }
        }
    }

    public static void Intersect(CombineArguments arguments, SortedSet result)
    {
        var order = BySize(arguments);
        if (arguments.Boards[order[0]] is not { } smallest) return;
        var cursor = smallest.At(0);
        for (var left = smallest.Count; left > 0; left--)
        {
            if (TryJoinAll(arguments, order, cursor.Member, cursor.Score, out var score)) result.Set(cursor.Member, score);
            cursor.MoveNext();
        }
    }

    /// <summary>Members of all boards, counted up to the limit.</summary>
    public static int CountCommon(CombineArguments arguments)
    {
        var order = BySize(arguments);
        if (arguments.Boards[order[0]] is not { } smallest) return 0;
        var count = 0;
        var cursor = smallest.At(0);
        for (var left = smallest.Count; left > 0; left--)
        {
            if (TryJoinAll(arguments, order, cursor.Member, cursor.Score, out _) && ++count == arguments.Limit) break;
            cursor.MoveNext();
        }
        return count;
    }

    /// <summary>Members of the first board that no other has, with their scores.</summary>
    public static void Subtract(CombineArguments arguments, SortedSet result)
    {
        if (arguments.Boards[0] is not { } first) return;
        var cursor = first.At(0);
        for (var left = first.Count; left > 0; left--)
        {
            if (!IsInAnother(arguments, cursor.Member)) result.Set(cursor.Member, cursor.Score);
            cursor.MoveNext();
        }
    }

    private static bool TryJoinAll(CombineArguments arguments, int[] order, ReadOnlySpan<byte> member, double first, out double score)
    {
        score = Number(first * arguments.Weights[order[0]]);
        for (var i = 1; i < order.Length; i++)
        {
            if (!arguments.Boards[order[i]]!.TryGetScore(member, out var other)) return false;
            score = Join(score, other * arguments.Weights[order[i]], arguments.Aggregate);
        }
        return true;
    }

    private static bool IsInAnother(CombineArguments arguments, ReadOnlySpan<byte> member)
    {
        for (var i = 1; i < arguments.Boards.Length; i++)
        {
            if (arguments.Boards[i] is { } board && board.TryGetScore(member, out _)) return true;
        }
        return false;
    }

    // Comparisons with NaN are false, so Min and Max keep what they had.
    private static double Join(double score, double other, Aggregate aggregate) => aggregate switch
    {
        Aggregate.Sum => Number(score + other),
        Aggregate.Min => other < score ? other : score,
        _ => other > score ? other : score,
    };

    private static double Number(double score) => double.IsNaN(score) ? 0 : score;

    // Stable, so that boards of one size keep the command's order.
    private static int[] BySize(CombineArguments arguments) =>
        [.. Enumerable.Range(0, arguments.Boards.Length).OrderBy(i => arguments.Boards[i]?.Count ?? 0)];
}
