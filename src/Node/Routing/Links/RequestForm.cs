using System.Buffers.Binary;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Routing.Links;

/// <summary>What kind of request it is. Numbers are append-only: they travel.</summary>
internal enum RequestKind : byte
{
    /// <summary>One command; its body is a vector.</summary>
    Command = 0,

    /// <summary>EXEC: connection, watch, number of commands, their vectors. All keys lie in the partition.</summary>
    Transaction = 1,

    /// <summary>WATCH in the name of a connection: connection, watch, vector.</summary>
    Watch = 2,

    /// <summary>A connection watches nothing any more: connection, watch.</summary>
    Unwatch = 3,
}

/// <summary>The head of a request: which command of the sender's it is, and for what.</summary>
/// <param name="Index">With <paramref name="Attempt"/> the name of the request: it comes back with the answer.</param>
/// <param name="Attempt">Differs each time the same place of the sender's table is used or sent again.</param>
/// <param name="Round">The sender's round for the partition: a refusal ends one, so that nothing that was sent behind what was refused runs before it.</param>
internal readonly record struct RequestHead(int Index, int Attempt, int Partition, int Round, int ProtocolVersion, RequestKind Kind);

/// <summary>The message of forwarded requests: kind 2, layout, lane, number of the message, then requests, each with its length before it.</summary>
/// <remarks>Numbers are little-endian. A message of another layout is dropped by its reader; its sender then hears of no answer.</remarks>
internal static class RequestForm
{
    /// <summary>The first byte of the message on a peer link.</summary>
    public const byte MessageKind = 2;

    public const byte Layout = 1;

    /// <summary>Kind, layout, lane, number.</summary>
    public const int MessageHeaderBytes = 3 + sizeof(long);

    /// <summary>Length, index, attempt, partition, round, flags.</summary>
    public const int HeadBytes = (4 * sizeof(int)) + sizeof(ushort) + 1;

    private const byte Resp3Flag = 1;
    private const int KindShift = 1;

    public static void WriteMessageHeader(Span<byte> target, PeerLane lane, long number)
    {
        target[0] = MessageKind;
        target[1] = Layout;
        target[2] = (byte)lane;
        BinaryPrimitives.WriteInt64LittleEndian(target[3..], number);
    }

    public static bool TryReadMessageHeader(ReadOnlySpan<byte> message, out PeerLane lane, out long number)
    {
        lane = default;
        number = 0;
        if (message.Length < MessageHeaderBytes || message[0] != MessageKind || message[1] != Layout || message[2] > (byte)PeerLane.Bulk) return false;
        lane = (PeerLane)message[2];
        number = BinaryPrimitives.ReadInt64LittleEndian(message[3..]);
        return true;
    }

    public static void WriteHead(Span<byte> target, in RequestHead head, int bodyBytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, HeadBytes - sizeof(int) + bodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], head.Index);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], head.Attempt);
        BinaryPrimitives.WriteUInt16LittleEndian(target[12..], (ushort)head.Partition);
        BinaryPrimitives.WriteInt32LittleEndian(target[14..], head.Round);
        target[18] = (byte)((head.ProtocolVersion >= 3 ? Resp3Flag : 0) | ((int)head.Kind << KindShift));
    }

    /// <summary>Reads the next request at <paramref name="at"/>, which moves behind it.</summary>
    /// <returns>False when the bytes are no request.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, int partitions, out RequestHead head, out ReadOnlySpan<byte> body)
    {
        head = default;
        body = default;
        if (message.Length - at < HeadBytes) return false;
        var request = message[at..];
        var length = BinaryPrimitives.ReadInt32LittleEndian(request);
        if (length < HeadBytes - sizeof(int) || length > request.Length - sizeof(int)) return false;
        var partition = BinaryPrimitives.ReadUInt16LittleEndian(request[12..]);
        if (partition >= partitions) return false;
        head = new RequestHead(
            BinaryPrimitives.ReadInt32LittleEndian(request[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(request[8..]),
            partition,
            BinaryPrimitives.ReadInt32LittleEndian(request[14..]),
            (request[18] & Resp3Flag) != 0 ? 3 : 2,
            (RequestKind)(request[18] >> KindShift));
        body = request[HeadBytes..(sizeof(int) + length)];
        at += sizeof(int) + length;
        return true;
    }
}
