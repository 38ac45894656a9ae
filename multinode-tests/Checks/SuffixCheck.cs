using System.Diagnostics;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>What a kill took.</summary>
/// <param name="Lost">Answered writes.</param>
/// <param name="Partitions">In how many partitions.</param>
/// <param name="Lag">How long before the kill the oldest of them was answered.</param>
internal sealed record Loss(int Lost, int Partitions, TimeSpan Lag);

/// <summary>Mode async: of each partition only the last writes before a kill are lost, never one before another that was kept, and none after it.</summary>
internal static class SuffixCheck
{
    /// <param name="killedAt">Timestamp of just before the kill.</param>
    public static Loss Look(History history, long killedAt, Findings findings)
    {
        var (lost, partitions, oldest) = (0, 0, killedAt);
        foreach (var partition in InsertsOf(history).GroupBy(insert => insert.Write.Partition))
        {
            foreach (var (write, isKept) in partition.Where(insert => !insert.IsKept && insert.Write.Called > killedAt)) findings.AddLost(1, $"written after the kill: {write}");
            var before = partition.Where(insert => insert.Write.Called <= killedAt).ToList();
            var gone = before.Where(insert => !insert.IsKept).Select(insert => insert.Write).ToList();
            if (gone.Count == 0) continue;
            lost += gone.Count;
            partitions++;
            var first = gone.MinBy(write => write.Returned)!;
            oldest = Math.Min(oldest, first.Returned!.Value);
            if (before.Where(insert => insert.IsKept).Select(insert => insert.Write).FirstOrDefault(kept => first.IsBefore(kept)) is { } later)
                findings.AddWrong($"lost, while what was written later is kept: {first}, {later}");
        }
        return new Loss(lost, partitions, Stopwatch.GetElapsedTime(oldest, killedAt));
    }

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
