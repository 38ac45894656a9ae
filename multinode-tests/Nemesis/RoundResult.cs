using System.Globalization;
using AkkaCache.Multinode.Checks;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>What one fault came to.</summary>
/// <param name="Evidence">That it took effect.</param>
/// <param name="Taken">Answered writes that were lost as the mode allows.</param>
/// <param name="Invalid">Why the round says nothing; null when it does.</param>
internal sealed record RoundResult(string Fault, string Victim, string Evidence, History History, Findings Findings, TimeSpan? Recovery, int Taken, string? Invalid)
{
    /// <summary>Operations and so the value of the round: fewer say little.</summary>
    private const int LeastAnswered = 500;

    private const double MostUnknown = 0.2;

    /// <summary>The cluster was not whole again within minutes: nothing can be read and judged any more.</summary>
    public bool IsStuck { get; init; }

    /// <inheritdoc cref="FaultRun.AllEndedAt"/>
    public DateTime? AllEndedAt { get; init; }

    /// <summary>A process was killed: how long it takes until another has taken over is what users ask first.</summary>
    public bool IsKill { get; init; }

    public static string? InvalidityOf(History history)
    {
        if (history.Answered < LeastAnswered) return $"only {history.Answered} operations were answered";
        return history.Unknown > MostUnknown * history.Operations.Count ? $"the outcome of {history.Unknown} of {history.Operations.Count} operations is unknown" : null;
    }

    public bool IsClean => Invalid is null && Findings.IsClean && History.Unexpected == 0;

    /// <summary>A row of a report.</summary>
    public string Row(int number) => string.Create(CultureInfo.InvariantCulture,
        $"| {number} | {Fault} | {Victim} | {Evidence} | {History.Operations.Count} | {History.Answered} | {History.NotExecuted} | {History.Unknown} | {Findings.Lost} | {Taken} | {Findings.Wrong + Findings.Undecided + History.Unexpected} | {(Recovery is { } recovery ? recovery.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture) : "")} | {History.LongestWait.TotalSeconds:F1} | {(Invalid is null ? IsClean ? "good" : "BAD" : $"invalid: {Invalid}")} |");
}
