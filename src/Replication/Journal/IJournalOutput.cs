namespace AkkaCache.Replication.Journal;

/// <summary>Where a journal is written to.</summary>
public interface IJournalOutput
{
    /// <summary>Takes nothing more, ever: nothing needs to be written down any longer.</summary>
    bool IsOver { get; }

    /// <summary>Takes the next record: a journal is all of them, one behind the other. Called by any thread, while it holds gates: must not wait, and must not keep the bytes.</summary>
    void Write(ReadOnlySpan<byte> record);
}
