using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>Subjects whose value is replaced: what is read was written, and at the end nothing stands there that an answered write had replaced.</summary>
internal static class RegisterCheck
{
    public static void Look(History history, Findings findings)
    {
        foreach (var subject in history.Subjects)
        {
            var writes = subject.Where(operation => operation is { Kind: OperationKind.Set or OperationKind.CompareAndSet or OperationKind.Insert, Value: not null, MayHaveWritten: true }).ToDictionary(write => write.Value!);
            var reads = subject.Where(operation => operation is { Kind: OperationKind.Get, IsAnswered: true });
            if (writes.Count > 0) Look([.. reads], writes, findings);
        }
    }

    private static void Look(List<LoadOperation> reads, Dictionary<string, LoadOperation> writes, Findings findings)
    {
        foreach (var read in reads)
        {
            LoadOperation? seen = null;
            if (read.Reply is not null && !writes.TryGetValue(read.Reply, out seen)) findings.AddWrong($"nobody wrote what was read: {read}");
            else if (seen is not null && read.IsBefore(seen)) findings.AddWrong($"read before it was written: {read}, {seen}");
            else if (read.IsFinal) CountLost(read, seen, writes.Values, findings);
        }
    }

    /// <summary>A write of unknown outcome may stand there even so: it may have been executed late.</summary>
    private static void CountLost(LoadOperation read, LoadOperation? seen, IEnumerable<LoadOperation> writes, Findings findings)
    {
        var later = writes.Where(write => write.IsAnswered && (seen is null || seen.IsBefore(write))).ToList();
        if (later.Count > 0) findings.AddLost(later.Count, $"{read}; written after that: {later[^1]}");
    }
}
