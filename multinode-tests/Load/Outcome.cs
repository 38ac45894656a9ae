namespace AkkaCache.Multinode.Load;

/// <summary>What a client knows of an operation that it sent.</summary>
internal enum Outcome
{
    /// <summary>No answer came, or one that says that it is not known: executed once, or never, perhaps later.</summary>
    Unknown,

    /// <summary>Executed, and this is the reply.</summary>
    Answered,

    /// <summary>Refused in a way that says: surely not executed.</summary>
    NotExecuted,

    /// <summary>An answer that the operation may never get.</summary>
    Unexpected,
}
