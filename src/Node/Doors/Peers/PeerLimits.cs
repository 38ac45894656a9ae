using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>How much a link holds and how long it waits.</summary>
internal static class PeerLimits
{
    /// <summary>The longest message. An argument has at most 512 MB and a command 1 GB (doors.resp), so whatever a client may send can be forwarded.</summary>
    public const int MessageBytes = 1 << 30;

    /// <summary>Bulk under way: a control frame never waits behind more. At round trips below a millisecond it is still over 1 GB/s.</summary>
    public const int BulkWindowBytes = 1 << 20;

    /// <summary>Control under way: requests must not wait for credit while the other node can still take them. Memory of the receiver, so not without end.</summary>
    public const int ControlWindowBytes = 8 << 20;

    /// <summary>The receiver tells what it consumed when it was this part of the window: rarely enough to cost nothing, soon enough that the sender never runs dry.</summary>
    public const int CreditParts = 4;

    /// <summary>Queued bytes of a lane below which it has room: some milliseconds of sending, so the pump never waits for whoever fills it.</summary>
    public const int RoomBytes = 4 << 20;

    /// <summary>Queued bytes below which a lane has room for snapshots: enough that the pump always has a frame. An effect waits behind this and the window, not behind megabytes.</summary>
    public const int SnapshotRoomBytes = 2 * PeerFrame.MaxBytes;

    /// <summary>Queued bytes of a lane beyond which messages are refused, but for one that finds room: memory that one peer which does not read can cost.</summary>
    public const int QueueBytes = 64 << 20;

    /// <summary>Longer messages are cut into frames before the lock is taken: copying this much takes about 30 µs, which others may wait.</summary>
    public const int CutApartBytes = 4 * PeerFrame.MaxBytes;

    /// <summary>What is taken on trust for a message that is only announced; beyond, memory grows with the bytes that came.</summary>
    public const int FirstPieceBytes = 1 << 20;

    /// <summary>Other nodes: a cluster has tens; beyond, somebody makes them up.</summary>
    public const int Links = 1024;

    /// <summary>Removed nodes whose streams are refused. An identity never comes back, so one that fell out of this list can only open an idle stream.</summary>
    public const int Forgotten = 1024;

    /// <summary>Frames of one lane handled in a row before its thread is offered to others: half a megabyte.</summary>
    public const int FramesPerTurn = 8;

    /// <summary>A peer that moves nothing for so long while something waits for it: what waits is dropped. Twice the lease of replication; nobody waits longer for an answer.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    /// <summary>An Open without an answer is repeated: frames may be lost, and the other node may only be starting.</summary>
    public static readonly TimeSpan OpenRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>How often links look at the time: consumed bytes that nobody told are told, silence is noticed. A small part of <see cref="Silence"/>.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
}
