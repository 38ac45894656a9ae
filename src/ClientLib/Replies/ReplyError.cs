using System.Text;

namespace AkkaCache.Client.Replies;

/// <summary>The meaning of an error reply: a code of the closed list, and whether the command was executed.</summary>
internal readonly record struct ReplyError(CacheErrorCode Code, Execution Execution)
{
    /// <summary>Errors by the beginning of their text; the first that fits counts.</summary>
    private static readonly (string Start, ReplyError Error)[] Known =
    [
        ("MOVED ", new(CacheErrorCode.NodeUnhealthy, Execution.Not)),
        ("TRYAGAIN", new(CacheErrorCode.NodeUnhealthy, Execution.Not)),
        ("CLUSTERDOWN", new(CacheErrorCode.NodeUnhealthy, Execution.Not)),
        ("LOADING", new(CacheErrorCode.NodeUnhealthy, Execution.Not)),
        ("UNKNOWN ", new(CacheErrorCode.OutcomeUnknown, Execution.Unknown)),
        ("ERR internal error", new(CacheErrorCode.OutcomeUnknown, Execution.Unknown)),
        ("WRONGTYPE", new(CacheErrorCode.WrongType, Execution.Refused)),
        ("OOM", new(CacheErrorCode.CacheFull, Execution.Refused)),
        ("NOREPLICAS", new(CacheErrorCode.NotEnoughCopies, Execution.Not)),
        ("CROSSSLOT", new(CacheErrorCode.CrossPartition, Execution.Refused)),
        ("EXECABORT", new(CacheErrorCode.TransactionAborted, Execution.Refused)),
        ("NOAUTH", new(CacheErrorCode.AccessDenied, Execution.Refused)),
        ("WRONGPASS", new(CacheErrorCode.AccessDenied, Execution.Refused)),
        ("NOPERM", new(CacheErrorCode.AccessDenied, Execution.Refused)),
        ("ERR key is too long", new(CacheErrorCode.KeyTooLong, Execution.Refused)),
        ("ERR board is full", new(CacheErrorCode.BoardFull, Execution.Refused)),
        ("ERR too many boards", new(CacheErrorCode.BoardFull, Execution.Refused)),
        ("ERR value is not an integer", new(CacheErrorCode.NotAnInteger, Execution.Refused)),
        ("ERR increment or decrement would overflow", new(CacheErrorCode.NotAnInteger, Execution.Refused)),
        ("ERR decrement would overflow", new(CacheErrorCode.NotAnInteger, Execution.Refused)),
        ("ERR value is not a valid float", new(CacheErrorCode.InvalidScore, Execution.Refused)),
        ("ERR resulting score is not a number", new(CacheErrorCode.InvalidScore, Execution.Refused)),
        ("ERR increment would produce NaN", new(CacheErrorCode.InvalidScore, Execution.Refused)),
        ("ERR min or max is not", new(CacheErrorCode.InvalidRange, Execution.Refused)),
        ("ERR min or max not valid", new(CacheErrorCode.InvalidRange, Execution.Refused)),
        ("ERR value is out of range", new(CacheErrorCode.InvalidRange, Execution.Refused)),
        ("ERR no such key", new(CacheErrorCode.NotFound, Execution.Refused)),
    ];

    public static ReplyError Of(ReadOnlySpan<byte> text)
    {
        foreach (var (start, error) in Known)
        {
            if (text.Length >= start.Length && Ascii.Equals(text[..start.Length], start)) return error;
        }
        return new ReplyError(CacheErrorCode.CommandFailed, Execution.Refused);
    }
}

/// <summary>What became of a command that was answered by an error.</summary>
internal enum Execution
{
    /// <summary>The node has looked at it and refuses it: asking again changes nothing.</summary>
    Refused,

    /// <summary>It was not executed, and may be later or elsewhere.</summary>
    Not,

    /// <summary>It may have been executed.</summary>
    Unknown,
}
