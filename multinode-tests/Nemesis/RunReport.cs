using System.Globalization;
using System.Text;
using AkkaCache.Multinode.Checks;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>A run as a page of Markdown, and its figures as one line that can be added to others.</summary>
internal sealed record RunReport(string Scenario, int Nodes, int Seed, TimeSpan Time, IReadOnlyList<RoundResult> Rounds, WatchResult Watch)
{
    public bool IsClean => Rounds.All(round => round.IsClean) && Watch.Findings.Count == 0;

    public int Invalid => Rounds.Count(round => round.Invalid is not null);

    /// <summary>Names and numbers in turn, for the sum of several runs.</summary>
    public string Figures => string.Create(CultureInfo.InvariantCulture,
        $"figures: scenario {Scenario} minutes {Time.TotalMinutes:F2} faults {Rounds.Count - Invalid} invalid {Invalid} operations {Rounds.Sum(round => (long)round.History.Operations.Count)} answered {Rounds.Sum(round => (long)round.History.Answered)} notexecuted {Rounds.Sum(round => (long)round.History.NotExecuted)} unknown {Rounds.Sum(round => (long)round.History.Unknown)} lost {Rounds.Sum(round => round.Findings.Lost)} allowed {Rounds.Sum(round => round.Taken)} wrong {Rounds.Sum(round => round.Findings.Wrong + round.Findings.Undecided + round.History.Unexpected)} findings {Watch.Findings.Count} failovers {Watch.FailOvers} moves {Watch.Moves} compared {Watch.SlicesCompared} kills {Times(Rounds.Where(round => round.IsKill))} recoveries {Times(Rounds)}");

    /// <summary>A hyphen when there are none, so that names and values stay in turn.</summary>
    private static string Times(IEnumerable<RoundResult> rounds) =>
        string.Join(',', rounds.Where(round => round.Recovery is not null).Select(round => round.Recovery!.Value.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture))) is { Length: > 0 } times ? times : "-";

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Scenario {Scenario}, {Nodes} nodes, seed {Seed}, {Time.TotalMinutes:F1} minutes");
        text.AppendLine();
        text.AppendLine("| | fault | node | evidence | operations | answered | not executed | unknown | lost | lost as allowed | wrong | writes again after, s | longest wait, s | |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (var number = 0; number < Rounds.Count; number++) text.AppendLine(Rounds[number].Row(number + 1));
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Writes again after a fault: {new Quantiles(Rounds.Where(round => round.Recovery is not null).Select(round => round.Recovery!.Value))}. Terms served {Watch.Terms}, partitions failed over {Watch.FailOvers}, moved {Watch.Moves}, slices of copies compared {Watch.SlicesCompared}, at most {Watch.MostBytes >> 20} MB and {Watch.MostDescriptors} descriptors a node.");
        foreach (var finding in Watch.Findings) text.AppendLine(CultureInfo.InvariantCulture, $"- FOUND: {finding}");
        foreach (var round in Rounds.Where(round => !round.Findings.IsClean)) text.AppendLine(CultureInfo.InvariantCulture, $"- FOUND in {round.Fault}: {round.Findings}");
        text.AppendLine();
        text.AppendLine(Figures);
        return text.ToString();
    }
}
