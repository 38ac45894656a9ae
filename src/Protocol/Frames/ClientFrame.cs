using System.Buffers.Binary;

namespace AkkaCache.Protocol.Frames;

/// <summary>A frame between a .NET client and a node, as its receiver reads it. Nothing is copied: the body is a slice of the frame.</summary>
/// <remarks>
/// <para>
/// A session is two streams of bytes, one each way, cut into Data frames. To the node they are commands as RESP has them (arrays of bulk strings), to the client replies and
/// pushes in RESP3: every wire carries the same vectors and the same replies. The n-th reply answers the n-th command, so a command's id is its place in the stream: it costs
/// no bytes, and can be neither forged nor repeated. Frame borders mean nothing to the streams, so commands and values may be of any length.
/// </para>
/// <para>All numbers are little-endian and of fixed size.</para>
/// <code>
/// every frame   version 1, kind 1, session 16
/// Hello         <see cref="ClientHello"/>
/// Welcome       <see cref="ClientWelcome"/>
/// Refused       <see cref="ClientFarewell"/>
/// Data          frame number 8, consumed 8, then the payload to the end
/// Credit        consumed 8
/// Ping, Pong    number of the ping 8, consumed 8
/// Goodbye       <see cref="ClientFarewell"/>
/// Leaving       nothing
/// </code>
/// <para>
/// "consumed" counts the payload bytes of the other's stream since its beginning that are not held for it any more; a sender has at most a window of bytes under way beyond it.
/// The session's number is chosen by the client, by chance and 128 bits long: whoever does not know it cannot speak in its place.
/// </para>
/// </remarks>
public readonly ref struct ClientFrame
{
    /// <summary>Of the layout. A reader refuses others.</summary>
    public const byte Version = 1;

    /// <summary>As between nodes: large enough to make what a frame costs small beside its bytes, far below what the transport takes.</summary>
    public const int MaxBytes = 64 * 1024;

    public const int HeadBytes = 1 + 1 + 16;

    /// <summary>Room that a Data frame needs before its payload.</summary>
    public const int DataHeaderBytes = HeadBytes + 8 + 8;

    /// <summary>The longest payload of one Data frame.</summary>
    public const int MaxPayloadBytes = MaxBytes - DataHeaderBytes;

    private ClientFrame(ClientFrameKind kind, UInt128 session, ReadOnlySpan<byte> body)
    {
        Kind = kind;
        Session = session;
        Body = body;
    }

    public ClientFrameKind Kind { get; }

    public UInt128 Session { get; }

    /// <summary>What follows the head.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Data: 1 for the first of its stream, one more for each further. Ping and Pong: number of the ping.</summary>
    public ulong Number => BinaryPrimitives.ReadUInt64LittleEndian(Body);

    /// <summary>Data, Credit, Ping, Pong: bytes of the receiver's stream that the sender has consumed.</summary>
    public long Consumed => BinaryPrimitives.ReadInt64LittleEndian(Body[(Kind == ClientFrameKind.Credit ? 0 : 8)..]);

    /// <summary>Data: at least one byte.</summary>
    public ReadOnlySpan<byte> Payload => Body[(DataHeaderBytes - HeadBytes)..];

    /// <summary>Reads a frame after checking that every field of fixed size of its kind is there.</summary>
    /// <returns>False when the bytes are no frame of this version, or of a kind that this version does not know.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ClientFrame frame)
    {
        frame = default;
        if (bytes.Length is < HeadBytes or > MaxBytes || bytes[0] != Version) return false;
        frame = new ClientFrame((ClientFrameKind)bytes[1], BinaryPrimitives.ReadUInt128LittleEndian(bytes[2..]), bytes[HeadBytes..]);
        return frame.IsWhole;
    }

    private bool IsWhole => Session != 0 && Kind switch
    {
        ClientFrameKind.Data => Body.Length > DataHeaderBytes - HeadBytes && Consumed >= 0,
        ClientFrameKind.Credit => Body.Length == 8 && Consumed >= 0,
        ClientFrameKind.Ping or ClientFrameKind.Pong => Body.Length == 16 && Consumed >= 0,
        ClientFrameKind.Leaving => Body.IsEmpty,
        ClientFrameKind.Hello or ClientFrameKind.Welcome or ClientFrameKind.Refused or ClientFrameKind.Goodbye => true,
        _ => false,
    };
}
