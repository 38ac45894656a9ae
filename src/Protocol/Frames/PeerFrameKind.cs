namespace AkkaCache.Protocol.Frames;

/// <summary>What a frame between two nodes is. Append-only: other versions read these numbers.</summary>
public enum PeerFrameKind : byte
{
    /// <summary>The sender begins a stream of frames to the node that it names.</summary>
    Open = 1,

    /// <summary>The receiver of an Open takes the stream, and says how many bytes of each lane may be under way.</summary>
    Accept = 2,

    /// <summary>A piece of one lane's bytes.</summary>
    Data = 3,

    /// <summary>How many bytes of each lane the receiver of a stream has consumed.</summary>
    Credit = 4,

    /// <summary>The receiver does not take the stream, or not any more.</summary>
    Reset = 5,
}
