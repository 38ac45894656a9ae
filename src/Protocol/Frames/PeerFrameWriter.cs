using System.Buffers.Binary;
using System.Text;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Protocol.Frames;

/// <summary>Writes the frames of one node, whose name is in each. <see cref="PeerFrame"/> has the layout.</summary>
/// <remarks>Thread-safe: nothing changes after construction.</remarks>
public sealed class PeerFrameWriter(NodeId from)
{
    private readonly byte[] _from = Encoding.UTF8.GetBytes(from.Value);

    /// <summary>Room that a data frame needs before its payload.</summary>
    public int DataHeaderBytes => PeerFrame.FixedBytes + _from.Length + PeerFrame.DataBytes;

    public byte[] Open(ulong stream, NodeId to)
    {
        var name = Encoding.UTF8.GetBytes(to.Value);
        var frame = Begin(PeerFrameKind.Open, stream, 2 + name.Length, out var body);
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)name.Length);
        name.CopyTo(body[2..]);
        return frame;
    }

    public byte[] Accept(ulong stream, int controlWindow, int bulkWindow)
    {
        var frame = Begin(PeerFrameKind.Accept, stream, PeerFrame.AcceptBytes, out var body);
        BinaryPrimitives.WriteInt32LittleEndian(body, controlWindow);
        BinaryPrimitives.WriteInt32LittleEndian(body[4..], bulkWindow);
        return frame;
    }

    public byte[] Credit(ulong stream, long control, long bulk)
    {
        var frame = Begin(PeerFrameKind.Credit, stream, PeerFrame.CreditBytes, out var body);
        WriteConsumed(body, control, bulk);
        return frame;
    }

    public byte[] Reset(ulong stream) => Begin(PeerFrameKind.Reset, stream, 0, out _);

    /// <summary>Writes the header of a data frame into the first <see cref="DataHeaderBytes"/> of it; the payload is there already.</summary>
    /// <param name="creditedStream">0: the frame carries no credit.</param>
    public void WriteDataHeader(Span<byte> frame, ulong stream, ulong number, int lane, ulong creditedStream, long control, long bulk)
    {
        WriteHead(frame, PeerFrameKind.Data, stream);
        var body = frame[(PeerFrame.FixedBytes + _from.Length)..];
        BinaryPrimitives.WriteUInt64LittleEndian(body, number);
        body[8] = (byte)lane;
        BinaryPrimitives.WriteUInt64LittleEndian(body[9..], creditedStream);
        WriteConsumed(body[(PeerFrame.DataBytes - PeerFrame.CreditBytes)..], control, bulk);
    }

    private static void WriteConsumed(Span<byte> body, long control, long bulk)
    {
        BinaryPrimitives.WriteInt64LittleEndian(body, control);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], bulk);
    }

    private byte[] Begin(PeerFrameKind kind, ulong stream, int bodyBytes, out Span<byte> body)
    {
        var frame = new byte[PeerFrame.FixedBytes + _from.Length + bodyBytes];
        WriteHead(frame, kind, stream);
        body = frame.AsSpan(PeerFrame.FixedBytes + _from.Length);
        return frame;
    }

    private void WriteHead(Span<byte> frame, PeerFrameKind kind, ulong stream)
    {
        frame[0] = PeerFrame.Version;
        frame[1] = (byte)kind;
        BinaryPrimitives.WriteUInt64LittleEndian(frame[2..], stream);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[10..], (ushort)_from.Length);
        _from.CopyTo(frame[PeerFrame.FixedBytes..]);
    }
}
