using System.Buffers;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>The record of one event while it runs: its ticket, the event, and what came to pass in it. Belongs to the thread that runs it.</summary>
/// <remarks>Names are numbered anew for the event and for each item, so that equal items have equal bytes.</remarks>
internal sealed class JournalEntry : IDisposable
{
    private readonly JournalRecorder _recorder;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Dictionary<NodeId, int> _names = [];

    /// <summary>Events that began within this one and are not over.</summary>
    private int _inner;

    public JournalEntry(JournalRecorder recorder, long ticket, JournalEvent what, JournalEntry? outer)
    {
        _recorder = recorder;
        Outer = outer;
        Partition = what.Partition;
        var fields = new FieldWriter(_bytes, _names);
        fields.Number(ticket);
        EventForms.Write(ref fields, what);
        fields.Flush();
    }

    public int Partition { get; }

    /// <summary>What this thread was in the middle of when the event began: one of another partition, or of the node.</summary>
    public JournalEntry? Outer { get; }

    public void Add(JournalItem item)
    {
        _names.Clear();
        var fields = new FieldWriter(_bytes, _names);
        ItemForms.Write(ref fields, item);
        fields.Flush();
    }

    public void BeginInner(JournalEvent what)
    {
        _inner++;
        Add(new InnerBegan(what));
    }

    /// <summary>The event is over, or the innermost that began within it.</summary>
    public void Dispose()
    {
        if (_inner > 0)
        {
            _inner--;
            Add(new InnerEnded());
            return;
        }
        _bytes.Write([ItemForms.End]);
        _recorder.Ended(this, _bytes.WrittenSpan);
    }
}
