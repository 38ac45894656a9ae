namespace AkkaCache.Replication.Journal;

/// <summary>What came of playing a journal back.</summary>
/// <param name="Events">Events that were fed to the rules.</param>
/// <param name="Actions">Actions asked for and found equal.</param>
/// <param name="Seen">Values that the rules were given as they were then.</param>
/// <param name="Raced">Those that were something else than they are now: another thread changed them, before or after, in another order than that in which events are played.</param>
/// <param name="Left">Events that the journal holds but that cannot be played back, because one before them is missing: they ran when it ended.</param>
/// <param name="UnreadBytes">From the first on that is no event: the last one was not written to its end, or the journal is damaged there.</param>
/// <param name="Branches">How often the rules went down each <see cref="RuleBranch"/>.</param>
/// <param name="Difference">The first, at which playing ended; null when everything is equal.</param>
public sealed record JournalOutcome(long Events, long Actions, long Seen, long Raced, int Left, int UnreadBytes, IReadOnlyList<long> Branches, JournalDifference? Difference)
{
    /// <summary>Branches that were taken at all.</summary>
    public int BranchesTaken => Branches.Count(count => count > 0);

    public override string ToString() => $"{Events} events, {Actions} actions, {Seen} values seen, {Raced} raced, {BranchesTaken} branches, {Left} events and {UnreadBytes} bytes left; {Difference?.ToString() ?? "all equal"}";
}
