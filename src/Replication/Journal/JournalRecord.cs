namespace AkkaCache.Replication.Journal;

/// <summary>An event of a journal, with what came to pass in it.</summary>
internal sealed record JournalRecord(long Ticket, JournalEvent Event, IReadOnlyList<JournalItem> Items)
{
    /// <summary>Its own, and those of the moments at which it took gates.</summary>
    public IEnumerable<long> Tickets => [Ticket, .. Items.OfType<GatesTaken>().Select(taken => taken.Ticket)];
}
