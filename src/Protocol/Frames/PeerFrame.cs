using System.Buffers.Binary;

namespace AkkaCache.Protocol.Frames;

/// <summary>A frame between two nodes, as its receiver reads it. Nothing is copied: names and payload are slices of the frame.</summary>
/// <remarks>
/// All numbers are little-endian and of fixed size, because a header is written into room that was left for it before its numbers are known.
/// <code>
/// every frame   version 1, kind 1, stream 8, length of the sender's name 2, the name in UTF-8
/// Open          length of the addressee's name 2, the name
/// Accept        window of lane 0 4, of lane 1 4
/// Data          frame number 8, lane 1, credited stream 8 (0: none), consumed of its lane 0 8, of its lane 1 8, then the payload to the end
/// Credit        consumed of lane 0 8, of lane 1 8          (the stream is the credited one)
/// Reset         nothing                                    (the stream is the refused one)
/// </code>
/// The sender's name is in every frame so that frames of an unknown stream can be answered.
/// </remarks>
public readonly ref struct PeerFrame
{
    /// <summary>Of the layout. A reader refuses others.</summary>
    public const byte Version = 1;

    /// <summary>Large enough to make what a frame costs small beside its bytes, small enough that an urgent frame does not wait long behind one; below what transports take by default.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Control and bulk.</summary>
    public const int Lanes = 2;

    /// <summary>A node's name has at most 300 characters, three bytes each.</summary>
    internal const int MaxNameBytes = 900;

    internal const int FixedBytes = 1 + 1 + 8 + 2;
    internal const int AcceptBytes = 4 + 4;
    internal const int DataBytes = 8 + 1 + 8 + CreditBytes;
    internal const int CreditBytes = 8 + 8;

    private readonly ReadOnlySpan<byte> _body;

    private PeerFrame(PeerFrameKind kind, ulong stream, ReadOnlySpan<byte> from, ReadOnlySpan<byte> body, int bodyOffset)
    {
        Kind = kind;
        Stream = stream;
        From = from;
        _body = body;
        PayloadOffset = bodyOffset + DataBytes;
    }

    public PeerFrameKind Kind { get; }

    /// <summary>Chosen at random by the sender of the stream's Open and Data.</summary>
    public ulong Stream { get; }

    /// <summary>Name of the node that sent this frame, UTF-8 as it came.</summary>
    public ReadOnlySpan<byte> From { get; }

    /// <summary>Open: name of the node that is meant.</summary>
    public ReadOnlySpan<byte> To => _body[2..];

    /// <summary>Data: 1 for the first of its stream, one more for each further, whatever the lane.</summary>
    public ulong Number => Long(0);

    /// <summary>Data: below <see cref="Lanes"/>.</summary>
    public int Lane => _body[8];

    /// <summary>Data: stream of the other direction whose credit the frame carries; 0 for none.</summary>
    public ulong CreditedStream => Long(9);

    /// <summary>Data: offset of the payload in the frame.</summary>
    public int PayloadOffset { get; }

    /// <summary>Data and Credit: bytes of the credited stream's lane that were consumed since its beginning.</summary>
    public long Consumed(int lane) => (long)Long((Kind == PeerFrameKind.Data ? DataBytes - CreditBytes : 0) + lane * 8);

    /// <summary>Accept: bytes of the lane that may be under way.</summary>
    public int Window(int lane) => BinaryPrimitives.ReadInt32LittleEndian(_body[(lane * 4)..]);

    /// <summary>Reads a frame after checking that every field of its kind is there.</summary>
    /// <returns>False when the bytes are no frame of this version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PeerFrame frame)
    {
        frame = default;
        if (bytes.Length is < FixedBytes or > MaxBytes || bytes[0] != Version) return false;
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        if (nameBytes is 0 or > MaxNameBytes || nameBytes > bytes.Length - FixedBytes) return false;
        var bodyOffset = FixedBytes + nameBytes;
        frame = new PeerFrame((PeerFrameKind)bytes[1], BinaryPrimitives.ReadUInt64LittleEndian(bytes[2..]), bytes[FixedBytes..bodyOffset], bytes[bodyOffset..], bodyOffset);
        return frame.IsWhole;
    }

    private bool IsWhole => Stream != 0 && Kind switch
    {
        PeerFrameKind.Open => _body.Length is > 2 and <= 2 + MaxNameBytes && BinaryPrimitives.ReadUInt16LittleEndian(_body) == _body.Length - 2,
        PeerFrameKind.Accept => _body.Length == AcceptBytes,
        PeerFrameKind.Data => _body.Length > DataBytes && Lane < Lanes,
        PeerFrameKind.Credit => _body.Length == CreditBytes,
        PeerFrameKind.Reset => _body.IsEmpty,
        _ => false,
    };

    private ulong Long(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_body[offset..]);
}
