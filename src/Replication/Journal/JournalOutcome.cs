namespace AkkaCache.Replication.Journal;

/// <summary>What came of playing a journal back.</summary>
/// <param name="Events">Events that were fed to the rules.</param>
/// <param name="Actions">Actions asked for and found equal.</param>
/// <param name="Seen">Values that the rules were given as they were then.</param>
/// <param name="Left">Events that the journal holds but that cannot be played back, because one before them is missing: they ran when it ended.</param>
/// <param name="Branches">How often the rules went down each <see cref="RuleBranch"/>.</param>
/// <param name="Difference">The first, at which playing ended; null when everything is equal.</param>
public sealed record JournalOutcome(long Events, long Actions, long Seen, int Left, IReadOnlyList<long> Branches, JournalDifference? Difference)
{
    /// <summary>Branches that were taken at all.</summary>
    public int BranchesTaken => Branches.Count(count => count > 0);

    public override string ToString() => $"{Events} events, {Actions} actions, {Seen} values seen, {BranchesTaken} branches, {Left} events left; {Difference?.ToString() ?? "all equal"}";
}
