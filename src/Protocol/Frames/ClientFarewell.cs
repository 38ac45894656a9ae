using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Protocol.Frames;

/// <summary>Why there is no session, or no longer: a code for programs, a text for people.</summary>
/// <remarks><code>code 2, text</code></remarks>
public sealed record ClientFarewell(FarewellCode Code, string Text)
{
    internal byte[] ToBytes() => new FieldWriter().UInt16((int)Code).Text(Text).ToArray();

    /// <summary>Reads the body of a Refused or Goodbye. A code that this version does not know is kept as it is.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ClientFarewell? farewell)
    {
        var reader = new FieldReader(body);
        farewell = new ClientFarewell((FarewellCode)reader.UInt16(), reader.Text(ClientHello.MaxTextBytes));
        if (!reader.IsGood) farewell = null;
        return farewell is not null;
    }
}

/// <summary>Why a session is refused or ends. Append-only.</summary>
public enum FarewellCode : ushort
{
    /// <summary>The sender wants no more: a client that is disposed.</summary>
    Done = 1,

    /// <summary>The node leaves or ends.</summary>
    NodeEnds = 2,

    /// <summary>No version that both speak.</summary>
    Version = 3,

    /// <summary>User or password is wrong, or missing.</summary>
    Password = 4,

    /// <summary>The door may be reached from elsewhere and no password is set.</summary>
    Protected = 5,

    /// <summary>As many clients as may be.</summary>
    TooManyClients = 6,

    /// <summary>The node does not know the session, or not any more.</summary>
    UnknownSession = 7,

    /// <summary>Frames are missing.</summary>
    FramesLost = 8,

    /// <summary>Bytes that make no sense, or more than were allowed.</summary>
    Misbehaved = 9,

    /// <summary>Nothing was heard for too long.</summary>
    Silent = 10,

    /// <summary>The node ended the connection: CLIENT KILL, its limits.</summary>
    Killed = 11,
}
