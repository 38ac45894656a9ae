namespace AkkaCache.Commands.Execution;

/// <summary>What commands need of the connection that sent them.</summary>
public interface ISession
{
    /// <summary>Grows with each connection of the node.</summary>
    long Id { get; }

    /// <summary>2 or 3; setting it changes how later replies are written.</summary>
    int ProtocolVersion { get; set; }

    bool IsAuthenticated { get; set; }

    /// <summary>CLIENT SETNAME; empty when none.</summary>
    byte[] Name { get; set; }

    /// <summary>CLIENT SETINFO LIB-NAME and LIB-VER; empty when none.</summary>
    byte[] LibraryName { get; set; }
    byte[] LibraryVersion { get; set; }

    ReplyMode ReplyMode { get; set; }

    /// <summary>Takes pushes of keys that changed after they were read; null: this session's client is not told.</summary>
    IKeyReader? KeyReader => null;

    /// <summary>Commands queue up until EXEC or DISCARD.</summary>
    bool InTransaction { get; }

    void BeginTransaction();

    /// <summary>Forgets the queue and all watches. The gates of the watched keys are held.</summary>
    void DiscardTransaction();

    /// <summary>Watches a key of a partition whose gate is held.</summary>
    void Watch(PartitionSpace space, ReadOnlySpan<byte> key);

    /// <summary>Forgets all watches. The gates of the watched keys are held.</summary>
    void Unwatch();

    /// <summary>Back to the state of a new connection (RESET). The gates of watched partitions are held.</summary>
    void Reset();

    /// <summary>The connection ends after the replies written so far were sent.</summary>
    void CloseAfterReply();

    /// <summary>No further command of this connection runs; it ends with the node.</summary>
    void AwaitNodeEnd();

    /// <summary>The reply to this command comes later: once so many backups have everything that was written before it, or after a while.</summary>
    void AwaitCopies(long wanted, TimeSpan limit);

    /// <summary>Channels this session is subscribed to.</summary>
    IReadOnlyCollection<byte[]> Channels { get; }

    /// <summary>False when it was subscribed already.</summary>
    bool Subscribe(ReadOnlySpan<byte> channel);

    /// <summary>False when it was not subscribed.</summary>
    bool Unsubscribe(ReadOnlySpan<byte> channel);

    /// <summary>Patterns this session is subscribed to.</summary>
    IReadOnlyCollection<byte[]> Patterns { get; }

    bool SubscribePattern(ReadOnlySpan<byte> pattern);
    bool UnsubscribePattern(ReadOnlySpan<byte> pattern);

    /// <summary>Channels and patterns together: the number in the replies of the subscribe family.</summary>
    int SubscriptionCount { get; }
}

/// <summary>CLIENT REPLY's modes.</summary>
public enum ReplyMode
{
    On,
    Off,

    /// <summary>The next command's reply is dropped.</summary>
    SkipNext,
}
