namespace AkkaCache.Replication.Journal;

/// <summary>Where a journal and the rules part.</summary>
/// <param name="Ticket">Of the event.</param>
/// <param name="Event">What happened to the node.</param>
/// <param name="Recorded">What the rules did then.</param>
/// <param name="Played">What they do now.</param>
public sealed record JournalDifference(long Ticket, string Event, string Recorded, string Played)
{
    public override string ToString() => $"event {Ticket}, {Event}\n  recorded: {Recorded}\n  played:   {Played}";
}

/// <summary>The rules did something else than is written down.</summary>
internal sealed class JournalDiffersException(string recorded, string played) : Exception($"recorded: {recorded}; played: {played}")
{
    public string Recorded => recorded;

    public string Played => played;
}
