using System.Diagnostics;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>Keys that live for a while: there until then, and not longer.</summary>
internal static class ExpiryCheck
{
    /// <summary>Nodes reckon in milliseconds of the machine's wall clock, this record in timestamps that no one sets.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    public static void Look(History history, Findings findings)
    {
        foreach (var subject in history.Subjects)
        {
            if (subject.FirstOrDefault(operation => operation.Kind == OperationKind.SetExpiring) is not { } write) continue;
            foreach (var read in subject.Where(operation => operation is { Kind: OperationKind.Get, IsAnswered: true })) Look(read, write, findings);
        }
    }

    private static void Look(LoadOperation read, LoadOperation write, Findings findings)
    {
        if (read.Reply is not null && (!write.MayBeExecuted || read.Reply != write.Value)) findings.AddWrong($"nobody wrote what was read: {read}, {write}");
        else if (read.Reply is not null && read.IsBefore(write)) findings.AddWrong($"read before it was written: {read}, {write}");
        else if (read.Reply is not null && write.IsAnswered && Stopwatch.GetElapsedTime(write.Returned!.Value, read.Called) > write.Life + Slack)
            findings.AddWrong($"lives longer than {write.Life.TotalMilliseconds} ms: {write}, {read}");
        else if (read.Reply is null && write.IsBefore(read) && Stopwatch.GetElapsedTime(write.Called, read.Returned!.Value) < write.Life - Slack)
            findings.AddLost(1, $"gone before {write.Life.TotalMilliseconds} ms: {write}, {read}");
    }
}
