using AkkaCache.Replication.Journal;

namespace AkkaCache.Replication.Tests.Journal;

/// <summary>A journal in memory. Closed, it takes nothing more.</summary>
internal sealed class MemoryJournal : IJournalOutput
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _bytes = new();
    private volatile bool _isClosed;

    public bool IsOver => _isClosed;

    public void Write(ReadOnlySpan<byte> record)
    {
        lock (_lock)
        {
            if (!_isClosed) _bytes.Write(record);
        }
    }

    public ReadOnlyMemory<byte> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return _bytes.ToArray();
        }
    }
}
