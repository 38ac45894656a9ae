using System.Globalization;
using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;

namespace AkkaCache.Multinode.Checks;

/// <summary>Strings that texts are appended to: every answered text stands there once, none twice, none that nobody appended, in an order that no clock contradicts.</summary>
internal static class AppendCheck
{
    /// <param name="isDurable">Whether nothing answered may go: then a text stands where its reply says, and what was read is a beginning of what stands there at the end.</param>
    public static void Look(History history, bool isDurable, Findings findings)
    {
        foreach (var subject in history.Subjects)
        {
            var appends = subject.Where(operation => operation is { Kind: OperationKind.Append, MayBeExecuted: true }).ToDictionary(append => append.Value!);
            if (appends.Count == 0) continue;
            var reads = subject.Where(operation => operation is { Kind: OperationKind.Get, IsAnswered: true }).ToList();
            foreach (var read in reads) LookAtOrder(read, appends, findings);
            if (reads.Find(read => read.IsFinal) is not { } final) continue;
            var text = final.Reply ?? "";
            var present = Texts(text).ToHashSet();
            var missing = appends.Values.Where(append => append.IsAnswered && !present.Contains(append.Value!)).ToList();
            if (missing.Count > 0) findings.AddLost(missing.Count, $"{missing[0]} is not in {final}");
            if (!isDurable) continue;
            foreach (var read in reads.Where(read => !text.StartsWith(read.Reply ?? "", StringComparison.Ordinal))) findings.AddWrong($"no beginning of {text}: {read}");
            foreach (var append in appends.Values.Except(missing).Where(append => append.IsAnswered && !StandsWhereItSays(append, text))) findings.AddWrong($"stands elsewhere in {text}: {append}");
        }
    }

    private static void LookAtOrder(LoadOperation read, Dictionary<string, LoadOperation> appends, Findings findings)
    {
        var seen = new HashSet<string>();
        LoadOperation? latest = null;
        foreach (var text in Texts(read.Reply ?? ""))
        {
            if (!appends.TryGetValue(text, out var append)) findings.AddWrong($"nobody appended {text}: {read}");
            else if (!seen.Add(text)) findings.AddWrong($"{text} stands there twice: {read}");
            else if (read.IsBefore(append)) findings.AddWrong($"read before it was appended: {read}, {append}");
            else if (latest is not null && append.IsBefore(latest)) findings.AddWrong($"stands behind what was appended later, {latest}: {append}");
            else if (latest is null || append.Called > latest.Called) latest = append;
        }
    }

    private static List<string> Texts(string text)
    {
        var texts = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(AppendLists.End, start) is var at and >= 0 ? at + 1 : text.Length;
            texts.Add(text[start..end]);
            start = end;
        }
        return texts;
    }

    private static bool StandsWhereItSays(LoadOperation append, string text) =>
        int.TryParse(append.Reply, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= text.Length && text.AsSpan(0, length).EndsWith(append.Value);
}
