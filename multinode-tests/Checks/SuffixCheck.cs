using System.Diagnostics;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>What a kill or a cut took.</summary>
/// <param name="Lost">Answered writes.</param>
/// <param name="Partitions">In how many partitions.</param>
/// <param name="Lag">How long before it the oldest of them was answered.</param>
internal sealed record Loss(int Lost, int Partitions, TimeSpan Lag);

/// <summary>Mode async: of each partition only the last writes before a kill are lost, never one before another that was kept, and none after it. After a cut the node that is cut off answers a while longer.</summary>
internal static class SuffixCheck
{
    /// <param name="struckAt">Timestamp of just before.</param>
    /// <param name="servedOn">For so long a node may have answered after that what nobody else has.</param>
    public static Loss Look(History history, long struckAt, TimeSpan servedOn, Findings findings)
    {
        var end = EndOf(struckAt, servedOn);
        var (lost, partitions, oldest) = (0, 0, struckAt);
        foreach (var partition in InsertsOf(history).GroupBy(insert => insert.Write.Partition))
        {
            foreach (var (write, isKept) in partition.Where(insert => !insert.IsKept && insert.Write.Called > end)) findings.AddLost(1, $"written after it: {write}");
            var before = partition.Where(insert => insert.Write.Called <= end).ToList();
            var gone = before.Where(insert => !insert.IsKept).Select(insert => insert.Write).ToList();
            if (gone.Count == 0) continue;
            lost += gone.Count;
            partitions++;
            var first = gone.MinBy(write => write.Returned)!;
            oldest = Math.Min(oldest, first.Returned!.Value);
            var last = gone.MaxBy(write => write.Called)!;

            // While the node serves on, another may have begun: what is kept of that was written after all that is lost.
            if (before.Where(insert => insert.IsKept).Select(insert => insert.Write).FirstOrDefault(kept => first.IsBefore(kept) && (kept.Called <= struckAt || kept.IsBefore(last))) is { } later)
                findings.AddWrong($"lost, while what was written later is kept: {first}, {later}");
        }
        return new Loss(lost, partitions, Stopwatch.GetElapsedTime(oldest, struckAt));
    }

    /// <summary>Timestamp of when the node serves no more.</summary>
    internal static long EndOf(long struckAt, TimeSpan servedOn) => struckAt + (long)(servedOn.TotalSeconds * Stopwatch.Frequency);

    /// <summary>The answered writes of keys that are written once, and whether they were there at the end.</summary>
    internal static IEnumerable<(LoadOperation Write, bool IsKept)> InsertsOf(History history)
    {
        foreach (var subject in history.Subjects)
        {
            if (subject.FirstOrDefault(operation => operation is { Kind: OperationKind.Insert, IsAnswered: true }) is not { } write) continue;
            if (subject.FirstOrDefault(operation => operation.IsFinal) is { } read) yield return (write, read.Reply == write.Value);
        }
    }
}
