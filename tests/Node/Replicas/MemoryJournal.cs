using AkkaCache.Replication.Journal;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>A journal in memory. Closed, it takes nothing more.</summary>
internal sealed class MemoryJournal : IJournalOutput
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _bytes = new();
    private bool _isClosed;

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
