namespace AkkaCache.Client.Requests;

/// <summary>Whether a command may be sent again when its first sending had no answer.</summary>
internal enum RequestKind
{
    /// <summary>Changes something, and differently when it is executed twice: never sent again unless it is certain that it was not executed.</summary>
    Write,

    /// <summary>Changes something, but twice is the same as once, the reply included.</summary>
    Idempotent,

    Read,
}
