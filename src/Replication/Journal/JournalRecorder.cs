using System.Buffers;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Roles;

namespace AkkaCache.Replication.Journal;

/// <summary>Writes a journal of one node's rules while they run.</summary>
internal sealed class JournalRecorder : IJournal
{
    private readonly IJournalOutput _output;
    private readonly ThreadLocal<JournalEntry?> _current = new();
    private long _ticket;

    public JournalRecorder(JournalHeader header, IJournalOutput output)
    {
        _output = output;
        var bytes = new ArrayBufferWriter<byte>();
        header.Write(bytes);
        output.Write(bytes.WrittenSpan);
    }

    public IDisposable? Begin(JournalEvent what)
    {
        if (_output.IsOver) return null;
        if (_current.Value is { } outer && outer.Partition == what.Partition)
        {
            outer.BeginInner(what);
            return outer;
        }
        return _current.Value = new JournalEntry(this, Interlocked.Increment(ref _ticket), what, _current.Value);
    }

    public long Seen(long value)
    {
        Add(new SeenNumber(value));
        return value;
    }

    public bool Seen(bool value)
    {
        Add(new SeenFlag(value));
        return value;
    }

    public Heard Seen(Heard value)
    {
        Add(new SeenHeard(value));
        return value;
    }

    public RegisterRow[] Seen(RegisterRow[] value)
    {
        Add(new SeenRegister(value));
        return value;
    }

    /// <summary>Belongs to the event that this thread runs.</summary>
    public void Add(JournalItem item)
    {
        if (_current.Value is { } entry) entry.Add(item);
        else if (!_output.IsOver) throw new InvalidOperationException($"{Description.Of(item)}: in no event, so some way into the rules is not written down");
    }

    /// <summary>The thread has taken one gate or all of them.</summary>
    public void AddGatesTaken() => Add(new GatesTaken(Interlocked.Increment(ref _ticket)));

    public void Ended(JournalEntry entry, ReadOnlySpan<byte> record)
    {
        _current.Value = entry.Outer;
        _output.Write(record);
    }
}
