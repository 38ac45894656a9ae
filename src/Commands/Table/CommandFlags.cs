namespace AkkaCache.Commands.Table;

/// <summary>What a command may do and where it may run. The names are those of Redis's COMMAND reply where it has one.</summary>
[Flags]
public enum CommandFlags
{
    None = 0,

    /// <summary>May change keys.</summary>
    Write = 1 << 0,

    /// <summary>Reads keys and changes none.</summary>
    ReadOnly = 1 << 1,

    /// <summary>May make the data grow: refused when the memory limit is reached and nothing can be evicted.</summary>
    DenyOom = 1 << 2,

    /// <summary>Administration.</summary>
    Admin = 1 << 3,

    PubSub = 1 << 4,

    /// <summary>Not allowed inside MULTI.</summary>
    NoMulti = 1 << 5,

    /// <summary>Constant or logarithmic time.</summary>
    Fast = 1 << 6,

    /// <summary>Allowed before authentication.</summary>
    NoAuth = 1 << 7,

    NoScript = 1 << 8,
    Loading = 1 << 9,
    Stale = 1 << 10,

    /// <summary>
    /// May visit very many elements for one call. Runs on the socket's thread while that stays small and defers itself to a worker otherwise;
    /// a transaction that holds one runs on a worker at once.
    /// </summary>
    Unbounded = 1 << 11,

    /// <summary>Has no key and looks at many partitions, one gate after the other: always runs on a worker.</summary>
    Keyspace = 1 << 12,

    /// <summary>Leaves the reply's order or the connection's state to the session (MULTI, SUBSCRIBE …): not logged, not counted as data access.</summary>
    NoMonitor = 1 << 13,

    /// <summary>Executes at once even while a transaction is queueing (EXEC, DISCARD, MULTI, WATCH, QUIT, RESET).</summary>
    NotQueued = 1 << 14,

    /// <summary>Forgets the session's watches: the gates of the watched keys are held (EXEC, DISCARD, UNWATCH, RESET).</summary>
    EndsWatch = 1 << 16,

    /// <summary>Allowed while a RESP2 connection is subscribed.</summary>
    WhileSubscribed = 1 << 15,

    /// <summary>Speaks of the keys of all nodes: in a cluster it asks the others and waits for them, so it runs on a worker, and never in a transaction.</summary>
    Everywhere = 1 << 22,

    /// <summary>ONCE may execute it: it changes one key, its first argument, and replies with a number or less.</summary>
    Once = 1 << 23,

    /// <summary>Redis runs it even while a script blocks everything; only shown.</summary>
    AllowBusy = 1 << 20,

    /// <summary>Redis leaves it out of its slow log; only shown.</summary>
    SkipSlowlog = 1 << 21,
}
