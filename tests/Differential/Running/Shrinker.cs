using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Generation;

namespace AkkaCache.Differential.Running;

/// <summary>
/// Looks for the shortest part of a sequence that still shows a disagreement: first everything after it is dropped, then ever
/// smaller runs of steps are left out (Zeller and Hildebrandt's delta debugging, without its complements).
/// </summary>
internal static class Shrinker
{
    /// <summary>A sequence of 130 needs some 150 replays of a few milliseconds; a stubborn one is reported as it is then.</summary>
    private const int MaxReplays = 600;

    /// <param name="steps">A sequence that differs.</param>
    /// <param name="difference">Where.</param>
    /// <param name="replay">Plays a sequence from the beginning; null when both servers agree.</param>
    public static (IReadOnlyList<Step> Steps, Difference Difference) Shrink(IReadOnlyList<Step> steps, Difference difference, Func<IReadOnlyList<Step>, Difference?> replay)
    {
        var shortest = steps.Take(difference.Position + 1).ToList();
        var replays = 0;
        if (replay(shortest) is { } first) difference = first;
        else return (steps, difference);
        for (var run = shortest.Count / 2; run >= 1; run /= 2)
        {
            for (var at = shortest.Count - run; at > -run && replays < MaxReplays; at -= run)
            {
                var shorter = shortest.ToList();
                var from = Math.Max(at, 0);
                shorter.RemoveRange(from, Math.Min(run, shorter.Count - from));
                replays++;
                if (shorter.Count == 0 || replay(shorter) is not { } still) continue;
                shortest = shorter;
                difference = still;
                at = Math.Min(at, shortest.Count);
            }
        }
        return (shortest, difference);
    }
}
