using System.Buffers.Binary;

namespace AkkaCache.Node.Routing.Links;

/// <summary>What became of a forwarded request. Numbers are append-only: they travel.</summary>
internal enum ReplyStatus : byte
{
    /// <summary>It ran; its reply follows, errors of the command included.</summary>
    Done = 0,

    /// <summary>It surely did not run: the partition is not served there. What follows names who is believed to serve it.</summary>
    NotOwner = 1,

    /// <summary>It ran or may have run, and nobody there can say whether that lasts.</summary>
    Unknown = 2,
}

/// <param name="Index">With <paramref name="Attempt"/> and <paramref name="Partition"/> the request's.</param>
internal readonly record struct ReplyHead(int Index, int Attempt, int Partition, ReplyStatus Status);

/// <summary>The message of replies to forwarded requests: kind 3, layout, numbers of the last messages taken from each lane, then replies, each with its length before it.</summary>
internal static class ReplyForm
{
    /// <summary>The first byte of the message on a peer link.</summary>
    public const byte MessageKind = 3;

    public const byte Layout = 1;

    /// <summary>Kind, layout, two numbers.</summary>
    public const int MessageHeaderBytes = 2 + (2 * sizeof(long));

    /// <summary>Length, index, attempt, partition, status.</summary>
    public const int HeadBytes = (3 * sizeof(int)) + sizeof(ushort) + 1;

    public static void WriteMessageHeader(Span<byte> target, long takenControl, long takenBulk)
    {
        target[0] = MessageKind;
        target[1] = Layout;
        BinaryPrimitives.WriteInt64LittleEndian(target[2..], takenControl);
        BinaryPrimitives.WriteInt64LittleEndian(target[10..], takenBulk);
    }

    public static bool TryReadMessageHeader(ReadOnlySpan<byte> message, out long takenControl, out long takenBulk)
    {
        takenControl = takenBulk = 0;
        if (message.Length < MessageHeaderBytes || message[0] != MessageKind || message[1] != Layout) return false;
        takenControl = BinaryPrimitives.ReadInt64LittleEndian(message[2..]);
        takenBulk = BinaryPrimitives.ReadInt64LittleEndian(message[10..]);
        return true;
    }

    public static void WriteHead(Span<byte> target, in ReplyHead head, int bodyBytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, HeadBytes - sizeof(int) + bodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], head.Index);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], head.Attempt);
        BinaryPrimitives.WriteUInt16LittleEndian(target[12..], (ushort)head.Partition);
        target[14] = (byte)head.Status;
    }

    /// <summary>Reads the next reply at <paramref name="at"/>, which moves behind it.</summary>
    /// <returns>False when the bytes are no reply.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, int partitions, out ReplyHead head, out ReadOnlySpan<byte> body)
    {
        head = default;
        body = default;
        if (message.Length - at < HeadBytes) return false;
        var reply = message[at..];
        var length = BinaryPrimitives.ReadInt32LittleEndian(reply);
        if (length < HeadBytes - sizeof(int) || length > reply.Length - sizeof(int)) return false;
        var partition = BinaryPrimitives.ReadUInt16LittleEndian(reply[12..]);
        if (partition >= partitions || reply[14] > (byte)ReplyStatus.Unknown) return false;
        head = new ReplyHead(BinaryPrimitives.ReadInt32LittleEndian(reply[4..]), BinaryPrimitives.ReadInt32LittleEndian(reply[8..]), partition, (ReplyStatus)reply[14]);
        body = reply[HeadBytes..(sizeof(int) + length)];
        at += sizeof(int) + length;
        return true;
    }
}
