using System.Buffers.Binary;

namespace AkkaCache.Protocol.Frames;

/// <summary>Writes frames between clients and nodes. <see cref="ClientFrame"/> has the layout.</summary>
public static class ClientFrameWriter
{
    public static byte[] Hello(UInt128 session, ClientHello hello) => WithBody(ClientFrameKind.Hello, session, hello.ToBytes());

    public static byte[] Welcome(UInt128 session, ClientWelcome welcome) => WithBody(ClientFrameKind.Welcome, session, welcome.ToBytes());

    public static byte[] Refused(UInt128 session, ClientFarewell farewell) => WithBody(ClientFrameKind.Refused, session, farewell.ToBytes());

    public static byte[] Goodbye(UInt128 session, ClientFarewell farewell) => WithBody(ClientFrameKind.Goodbye, session, farewell.ToBytes());

    public static byte[] Leaving(UInt128 session) => Begin(ClientFrameKind.Leaving, session, 0);

    public static byte[] Credit(UInt128 session, long consumed)
    {
        var frame = Begin(ClientFrameKind.Credit, session, 8);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(ClientFrame.HeadBytes), consumed);
        return frame;
    }

    public static byte[] Ping(UInt128 session, ulong number, long consumed) => Numbered(ClientFrameKind.Ping, session, number, consumed);

    public static byte[] Pong(UInt128 session, ulong number, long consumed) => Numbered(ClientFrameKind.Pong, session, number, consumed);

    /// <summary>Writes the header of a Data frame into the first <see cref="ClientFrame.DataHeaderBytes"/> of it; the payload is there already or comes later.</summary>
    public static void WriteDataHeader(Span<byte> frame, UInt128 session, ulong number, long consumed)
    {
        WriteHead(frame, ClientFrameKind.Data, session);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[ClientFrame.HeadBytes..], number);
        BinaryPrimitives.WriteInt64LittleEndian(frame[(ClientFrame.HeadBytes + 8)..], consumed);
    }

    private static byte[] Numbered(ClientFrameKind kind, UInt128 session, ulong number, long consumed)
    {
        var frame = Begin(kind, session, 16);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(ClientFrame.HeadBytes), number);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(ClientFrame.HeadBytes + 8), consumed);
        return frame;
    }

    private static byte[] WithBody(ClientFrameKind kind, UInt128 session, byte[] body)
    {
        var frame = Begin(kind, session, body.Length);
        body.CopyTo(frame, ClientFrame.HeadBytes);
        return frame;
    }

    private static byte[] Begin(ClientFrameKind kind, UInt128 session, int bodyBytes)
    {
        var frame = new byte[ClientFrame.HeadBytes + bodyBytes];
        WriteHead(frame, kind, session);
        return frame;
    }

    private static void WriteHead(Span<byte> frame, ClientFrameKind kind, UInt128 session)
    {
        frame[0] = ClientFrame.Version;
        frame[1] = (byte)kind;
        BinaryPrimitives.WriteUInt128LittleEndian(frame[2..], session);
    }
}
