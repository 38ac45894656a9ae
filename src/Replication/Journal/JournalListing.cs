using System.Globalization;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>A journal as text for people: what happened to one partition, and what its rules did about it.</summary>
public static class JournalListing
{
    private const long TicksPerMillisecond = 10_000;

    /// <summary>Writes a line for each event, with milliseconds since the node's start where the event has a time, and indented below it a line for each thing that came to pass in it.</summary>
    /// <returns>How many events there were.</returns>
    /// <exception cref="WireFormatException">Not a journal, or of a form that this build does not read.</exception>
    public static long Write(ReadOnlyMemory<byte> journal, int partition, TextWriter output)
    {
        var read = JournalReader.Read(journal);
        var events = 0L;
        foreach (var record in read.Records)
        {
            if (record.Event.Partition != partition) continue;
            events++;
            var at = TimeOf(record.Event) is { } now ? ((now - read.Header.StartedAt) / TicksPerMillisecond).ToString(CultureInfo.InvariantCulture) : "";
            output.WriteLine($"{record.Ticket,10} {at,9} {Description.Of(record.Event)}");
            foreach (var item in record.Items) output.WriteLine($"{"",22}{Description.Of(item)}");
        }
        return events;
    }

    private static long? TimeOf(JournalEvent what) => what switch
    {
        Ticked ticked => ticked.Now,
        Received received => received.Now,
        PongTaken pong => pong.Now,
        Flushed flushed => flushed.Now,
        ChunkCut cut => cut.Now,
        SnapshotCut cut => cut.Now,
        Failed failed => failed.Now,
        NodeTicked ticked => ticked.Now,
        NodeReceived received => received.Now,
        _ => null,
    };
}
