using System.Globalization;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>Counters: at least as many as additions were answered, at most as many as may have been executed; no two additions have one reply.</summary>
internal static class CounterCheck
{
    /// <param name="isDurable">Whether nothing answered may go: then what was counted once is not counted again.</param>
    public static void Look(History history, bool isDurable, Findings findings)
    {
        foreach (var subject in history.Subjects)
        {
            var additions = subject.Where(operation => operation.Kind == OperationKind.Increment && operation.MayBeExecuted).ToList();
            if (additions.Count == 0) continue;
            var answered = additions.Where(addition => addition.IsAnswered).ToList();
            foreach (var read in subject.Where(operation => operation is { Kind: OperationKind.Get, IsAnswered: true })) Look(read, answered.Count, additions.Count, findings);
            if (isDurable) FindRepeated(answered, findings);
        }
    }

    private static void Look(LoadOperation read, int answered, int executedAtMost, Findings findings)
    {
        if (!long.TryParse(read.Reply ?? "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)) findings.AddWrong($"no count: {read}");
        else if (count > executedAtMost) findings.AddWrong($"more than {executedAtMost} additions: {read}");
        else if (read.IsFinal && count < answered) findings.AddLost((int)(answered - count), $"{answered} additions were answered: {read}");
    }

    private static void FindRepeated(List<LoadOperation> answered, Findings findings)
    {
        foreach (var same in answered.GroupBy(addition => addition.Reply).Where(same => same.Count() > 1))
            findings.AddWrong($"{same.Count()} additions were answered {same.Key}: {string.Join(", ", same)}");
    }
}
