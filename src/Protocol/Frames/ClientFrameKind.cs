namespace AkkaCache.Protocol.Frames;

/// <summary>What a frame between a .NET client and a node is. Append-only: other versions read these numbers, and ignore those they do not know.</summary>
public enum ClientFrameKind : byte
{
    /// <summary>The client asks for a session: who it is, what it can and wants.</summary>
    Hello = 1,

    /// <summary>The node takes the session: who it is, what it grants.</summary>
    Welcome = 2,

    /// <summary>The node does not take the session, and says why.</summary>
    Refused = 3,

    /// <summary>The next bytes of the stream: commands to the node, replies and pushes to the client.</summary>
    Data = 4,

    /// <summary>How many bytes of the other's stream were consumed.</summary>
    Credit = 5,

    /// <summary>The client asks whether the node is there and still knows the session.</summary>
    Ping = 6,

    /// <summary>The answer to a ping.</summary>
    Pong = 7,

    /// <summary>The sender ends the session, and says why.</summary>
    Goodbye = 8,

    /// <summary>The node will end: it answers what it was asked, but should be asked no more.</summary>
    Leaving = 9,
}
