namespace AkkaCache.Differential.Known;

/// <summary>A deliberate deviation from Redis 7.0.15. The last line of the scenario shows it; both answers are pinned.</summary>
/// <param name="Reason">Why it is so.</param>
/// <param name="Scenario">In the notation of scenarios; the replies before the last line agree.</param>
/// <param name="Reference">What Redis 7.0.15 answers, as text of a reply tree.</param>
/// <param name="Candidate">What the daemon answers.</param>
internal sealed record KnownDifference(string Reason, string Scenario, string Reference, string Candidate);
