using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AkkaCache.Engine.SortedSets;

/// <summary>Questions to a short ascending run of scores.</summary>
internal static class ScoreRun
{
    /// <summary>How many scores are below the given, or with <paramref name="orEqual"/> at most it.</summary>
    /// <remarks>Compares all of them instead of halving: the lines of a run arrive together, the probes of a halving wait for each other.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountBelow(ref double scores, int count, double score, bool orEqual)
    {
        var wanted = Vector256.Create(score);
        var hits = Vector256<long>.Zero;
        var position = 0;
        for (; position <= count - Vector256<double>.Count; position += Vector256<double>.Count)
        {
            var four = Vector256.LoadUnsafe(ref scores, (nuint)position);
            // A hit is all ones, that is -1.
            hits -= (orEqual ? Vector256.LessThanOrEqual(four, wanted) : Vector256.LessThan(four, wanted)).AsInt64();
        }
        var below = (int)Vector256.Sum(hits);
        for (; position < count; position++)
        {
            var one = Unsafe.Add(ref scores, position);
            if (orEqual ? one <= score : one < score) below++;
        }
        return below;
    }
}
