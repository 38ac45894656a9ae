using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>Plays a journal back: feeds its events to the rules of a fresh node, gives them what they were given then, and compares what they ask for.</summary>
/// <remarks>One thread. Events of partitions that ran while the node's own event was waiting for their gates are played in the middle of it, at the moment at which it took them.</remarks>
public sealed class JournalPlayer
{
    private readonly JournalReader _journal;
    private readonly PlayedCarrier _carrier;
    private int _next;
    private PlayedEvent? _current;

    private JournalPlayer(JournalReader journal, Rules rules)
    {
        _journal = journal;
        _carrier = new PlayedCarrier(this);
        var header = journal.Header;
        Node = new ReplicationNode(header.Self, header.Partitions, header.Settings, _carrier, header.Seed, header.StartedAt, rules, _carrier);
    }

    /// <summary>As the journal left it.</summary>
    internal ReplicationNode Node { get; }

    internal long[] Branches { get; } = new long[Enum.GetValues<RuleBranch>().Length];

    internal long Actions { get; set; }

    internal long Seen { get; set; }

    internal long Raced { get; set; }

    /// <summary>The event that is being played.</summary>
    internal PlayedEvent Current => _current ?? throw new InvalidOperationException("the rules did something in no event");

    /// <exception cref="WireFormatException">Not a journal, or of a form that this build does not read.</exception>
    public static JournalOutcome Play(ReadOnlyMemory<byte> journal) => Play(journal, Rules.Standard, out _);

    internal static JournalOutcome Play(ReadOnlyMemory<byte> journal, Rules rules, out ReplicationNode node)
    {
        var player = new JournalPlayer(JournalReader.Read(journal), rules);
        node = player.Node;
        return player.Play();
    }

    /// <summary>Plays the events that have not been played and have a lower ticket.</summary>
    internal void PlayUpTo(long ticket)
    {
        while (_next < _journal.Records.Count && _journal.Records[_next].Ticket < ticket)
        {
            var record = _journal.Records[_next++];
            if (_current is not null && record.Event.Partition == JournalEvent.OfNode)
                throw new JournalDiffersException(Description.Of(record.Event), "two events of the node at a time");
            var outer = _current;
            _current = new PlayedEvent(record);
            record.Event.Feed(Node);
            _current.End();
            _current = outer;
        }
    }

    private JournalOutcome Play()
    {
        JournalDifference? difference = null;
        try
        {
            PlayUpTo(long.MaxValue);
        }
        catch (JournalDiffersException e)
        {
            difference = DifferenceAt(e.Recorded, e.Played);
        }
        catch (InvalidOperationException e)
        {
            // The rules were in no state for it: an execution of a node that is not primary now.
            difference = DifferenceAt("no complaint", e.Message);
        }
        return new JournalOutcome(difference is null ? _next : _next - 1, Actions, Seen, Raced, _journal.Left, _journal.UnreadBytes, Branches, difference);
    }

    private JournalDifference DifferenceAt(string recorded, string played)
        => new(_current!.Record.Ticket, Description.Of(_current.Record.Event), recorded, played);
}
