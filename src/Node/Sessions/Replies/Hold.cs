using AkkaCache.Node.Partitions.Commits;

namespace AkkaCache.Node.Sessions.Replies;

/// <summary>Something that keeps a connection's output from a byte on from leaving. Positions count the bytes of the writer since the connection began.</summary>
internal struct Hold
{
    /// <summary>The first byte that waits.</summary>
    public long At;

    /// <summary>A commit's: behind the last byte of the reply that is replaced when the outcome is lost.</summary>
    public long End;

    /// <summary>A commit's.</summary>
    public CommitMark Mark;

    /// <summary>The reply that is to be inserted at <see cref="At"/>; null: this is a commit's.</summary>
    public PendingReply? Reply;

    /// <summary>Called once everything before the reply is there; null: whoever makes the reply does so without.</summary>
    public Action<PendingReply>? WhenFirst;

    /// <summary>The reply is waited for and then dropped (CLIENT REPLY).</summary>
    public bool IsSilent;
}
