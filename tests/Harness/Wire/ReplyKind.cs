namespace AkkaCache.Testing.Wire;

/// <summary>What a reply is on the wire. RESP2's two nulls and RESP3's one are told apart, as clients do.</summary>
public enum ReplyKind
{
    Simple,
    Error,
    Integer,
    Bulk,
    NullBulk,
    NullArray,
    Null,
    Double,
    Boolean,
    BigNumber,
    BulkError,
    Verbatim,
    Array,
    Map,
    Set,
    Push,

    /// <summary>Not a reply: the server closed the connection where one was due.</summary>
    Closed,

    /// <summary>Not a reply: none came before the deadline.</summary>
    Silence,

    /// <summary>Not a reply: bytes that are no RESP.</summary>
    Rubbish,
}
