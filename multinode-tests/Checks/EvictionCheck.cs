using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>Values that may go at any time because there is no room: what is read is the last that was written, or nothing; and what is gone does not come back.</summary>
internal static class EvictionCheck
{
    /// <returns>How many subjects had nothing at the end.</returns>
    public static int Look(History history, Findings findings)
    {
        var gone = 0;
        foreach (var subject in history.Subjects)
        {
            var writes = subject.Where(operation => operation is { Kind: OperationKind.Set, Value: not null, MayHaveWritten: true }).ToDictionary(write => write.Value!);
            if (writes.Count == 0) continue;
            var reads = subject.Where(operation => operation is { Kind: OperationKind.Get, IsAnswered: true }).ToList();
            foreach (var read in reads.Where(read => read.Reply is not null)) Look(read, writes, reads, findings);
            if (reads.Exists(read => read is { IsFinal: true, Reply: null })) gone++;
        }
        return gone;
    }

    private static void Look(LoadOperation read, Dictionary<string, LoadOperation> writes, List<LoadOperation> reads, Findings findings)
    {
        if (!writes.TryGetValue(read.Reply!, out var seen)) findings.AddWrong($"nobody wrote what was read: {read}");
        else if (read.IsBefore(seen)) findings.AddWrong($"read before it was written: {read}, {seen}");
        else if (!seen.IsAnswered) return;
        else if (writes.Values.FirstOrDefault(write => write.IsAnswered && seen.IsBefore(write) && write.IsBefore(read)) is { } later) findings.AddWrong($"replaced before it was read: {read}, {seen}, {later}");
        else if (reads.Find(other => other.Reply is null && seen.IsBefore(other) && other.IsBefore(read)) is { } nothing) findings.AddWrong($"gone and back: {seen}, {nothing}, {read}");
    }
}
