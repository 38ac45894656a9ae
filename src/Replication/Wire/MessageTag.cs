namespace AkkaCache.Replication.Wire;

/// <summary>The first byte of each message in a frame. Append-only: a number is never given to another message, nor does a message change its fields under its number.</summary>
internal enum MessageTag : byte
{
    /// <summary>No message follows. Without it a frame that was cut between two messages would look whole.</summary>
    EndOfFrame = 0,

    Query = 1,
    QueryReply = 2,
    Prepare = 3,
    Promise = 4,
    Refusal = 5,
    Accept = 6,
    Acceptance = 7,
    TakeOver = 8,

    Effects = 9,
    SnapshotBegin = 10,
    SnapshotChunk = 11,
    SnapshotEnd = 12,
    Acknowledgement = 13,
    Mismatch = 14,

    Ping = 15,
    Pong = 16,
    NeedConfiguration = 17,
    Seal = 18,
    SealAnswer = 19,
    Choose = 20,
    Choice = 21,
    Install = 22,

    Comparison = 23,
}
