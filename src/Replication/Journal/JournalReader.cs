using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>Reads a journal: its header, and its events in the order of their tickets.</summary>
internal sealed class JournalReader
{
    private JournalReader(JournalHeader header, List<JournalRecord> records, int left, int unreadBytes)
    {
        UnreadBytes = unreadBytes;
        Header = header;
        Records = records;
        Left = left;
    }

    public JournalHeader Header { get; }

    /// <summary>Events up to the first ticket that is missing, ascending.</summary>
    public IReadOnlyList<JournalRecord> Records { get; }

    /// <summary>Events behind a missing one: those that ran when the journal ended.</summary>
    public int Left { get; }

    /// <summary>Bytes from the first on that is no record: the last one was not written to its end.</summary>
    public int UnreadBytes { get; }

    /// <exception cref="WireFormatException">Not a journal, or of another form.</exception>
    public static JournalReader Read(ReadOnlyMemory<byte> journal)
    {
        var fields = new FieldReader(journal);
        var header = JournalHeader.Read(ref fields);
        var records = new List<JournalRecord>();
        var end = fields.Offset;
        while (fields.Left > 0 && TryRead(ref fields) is { } record)
        {
            records.Add(record);
            end = fields.Offset;
        }
        records.Sort(static (left, right) => left.Ticket.CompareTo(right.Ticket));
        var endTicket = EndOf(records);
        var whole = records.TakeWhile(record => record.Ticket < endTicket).ToList();
        return new JournalReader(header, whole, records.Count - whole.Count, journal.Length - end);
    }

    /// <summary>Null for what is no record.</summary>
    private static JournalRecord? TryRead(ref FieldReader fields)
    {
        try
        {
            fields.ForgetNames();
            var (ticket, what) = (fields.Number(), EventForms.Read(ref fields));
            var items = new List<JournalItem>();
            while (!fields.TryTake(ItemForms.End))
            {
                fields.ForgetNames();
                items.Add(ItemForms.Read(ref fields));
            }
            return new JournalRecord(ticket, what, items);
        }
        catch (WireFormatException)
        {
            return null;
        }
    }

    /// <summary>The first ticket that cannot be played back. An event that took gates after a missing ticket cannot either: who ran before it is not known.</summary>
    private static long EndOf(List<JournalRecord> records)
    {
        var missing = 1L;
        foreach (var ticket in records.SelectMany(record => record.Tickets).Order())
        {
            if (ticket != missing) break;
            missing++;
        }
        return records.Where(record => record.Tickets.Max() >= missing).Select(record => record.Ticket).Append(missing).Min();
    }
}
