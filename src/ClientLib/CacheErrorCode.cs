namespace AkkaCache.Client;

/// <summary>What can go wrong, as a closed list. A miss is no error, but a code of results, so that it can be told from an empty value.</summary>
public enum CacheErrorCode
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is no such key.</summary>
    NotFound = 1,

    /// <summary>There is no such board.</summary>
    BoardNotFound = 2,

    /// <summary>The board has no such member.</summary>
    MemberNotFound = 3,

    /// <summary>The board, or the number of boards, is at its limit.</summary>
    BoardFull = 4,

    /// <summary>A score, or what would come of it, is no number.</summary>
    InvalidScore = 5,

    /// <summary>The ends of a range are not valid.</summary>
    InvalidRange = 6,

    /// <summary>The key is longer than the node allows.</summary>
    KeyTooLong = 7,

    /// <summary>The value is no integer, or would not be one any more.</summary>
    NotAnInteger = 8,

    /// <summary>The node is full and its policy evicts nothing.</summary>
    CacheFull = 9,

    /// <summary>The node that serves the key does not answer.</summary>
    NodeUnhealthy = 10,

    /// <summary>No node could be reached in time.</summary>
    NoNodesAvailable = 11,

    /// <summary>Options or arguments are not allowed.</summary>
    InvalidConfiguration = 12,

    /// <summary>The key holds another kind of value.</summary>
    WrongType = 13,

    /// <summary>No answer in time. Nothing was changed, or nothing could be: the command only reads.</summary>
    Timeout = 14,

    /// <summary>A write was sent and its answer did not come: it may have been executed.</summary>
    OutcomeUnknown = 15,

    /// <summary>User or password is wrong, or the node refuses strangers.</summary>
    AccessDenied = 16,

    /// <summary>Too few copies to answer the write under the cluster's replication. Nothing was changed.</summary>
    NotEnoughCopies = 17,

    /// <summary>Keys of one command lie in different partitions.</summary>
    CrossPartition = 18,

    /// <summary>A transaction was not executed because one of its commands was refused.</summary>
    TransactionAborted = 19,

    /// <summary>Node and client do not understand each other.</summary>
    Protocol = 20,

    /// <summary>Any other error of a command; the message is the node's.</summary>
    CommandFailed = 21,

    /// <summary>A value could not be turned into bytes or back.</summary>
    Serialization = 22,
}
