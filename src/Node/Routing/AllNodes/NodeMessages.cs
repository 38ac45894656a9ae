using System.Buffers;
using System.Buffers.Binary;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>The messages of commands over all partitions as bytes. Kind, tag, then fields; numbers little-endian. Tags are append-only.</summary>
/// <remarks>
/// A question is its number, the partitions meant, and a command. Its answer is that number, the partitions that executed it, those not served
/// here, and a reply for each of the former in their order; a partition in neither set was not reached.
/// A published message is its channel and its content.
/// </remarks>
internal static class NodeMessages
{
    /// <summary>First byte of all messages of this family on the links between nodes.</summary>
    public const byte Kind = 5;

    public const byte QuestionTag = 1;
    public const byte AnswerTag = 2;
    public const byte PublishedTag = 3;

    /// <summary>Bytes before a message's own fields.</summary>
    public const int HeadBytes = 2;

    /// <summary>Words of a question: a SCAN's options are six, and clients may repeat them.</summary>
    public const int MaxArguments = 1024;

    public static void WriteQuestion(ArrayBufferWriter<byte> message, long number, in PartitionSet partitions, CommandVector command)
    {
        WriteHead(message, QuestionTag, number);
        WriteSet(message, partitions);
        WriteInt(message, command.Count);
        for (var i = 0; i < command.Count; i++) WriteBytes(message, command[i]);
    }

    public static bool TryReadQuestion(ReadOnlySpan<byte> message, out long number, out PartitionSet partitions, VectorBuffer command)
    {
        var reader = new FieldReader(message[HeadBytes..]);
        partitions = default;
        command.Clear();
        if (!reader.TryLong(out number) || !reader.TrySet(out partitions) || !reader.TryInt(out var count) || count is < 1 or > MaxArguments) return false;
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryBytes(out var argument)) return false;
            command.Add(argument);
        }
        return reader.IsAtEnd;
    }

    public static void WriteAnswer(ArrayBufferWriter<byte> message, long number, PartitionRun run)
    {
        WriteHead(message, AnswerTag, number);
        WriteSet(message, run.Answered);
        WriteSet(message, run.Refused);
        foreach (var (_, offset, length, _) in run.Replies) WriteBytes(message, run.Bytes.Slice(offset, length));
    }

    /// <summary>The number alone, before it is known who waits for the rest.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> message, out long number) => new FieldReader(message[HeadBytes..]).TryLong(out number);

    /// <summary>The sets of an answer; <paramref name="replies"/> then yields one reply per partition answered.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> message, out PartitionSet answered, out PartitionSet refused, out FieldReader replies)
    {
        replies = new FieldReader(message[HeadBytes..]);
        refused = answered = default;
        return replies.TryLong(out _) && replies.TrySet(out answered) && replies.TrySet(out refused);
    }

    public static void WritePublished(ArrayBufferWriter<byte> message, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> content)
    {
        message.Write([Kind, PublishedTag]);
        WriteBytes(message, channel);
        WriteBytes(message, content);
    }

    public static bool TryReadPublished(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> channel, out ReadOnlySpan<byte> content)
    {
        var reader = new FieldReader(message[HeadBytes..]);
        content = default;
        return reader.TryBytes(out channel) && reader.TryBytes(out content) && reader.IsAtEnd;
    }

    private static void WriteHead(ArrayBufferWriter<byte> message, byte tag, long number)
    {
        message.Write([Kind, tag]);
        BinaryPrimitives.WriteInt64LittleEndian(message.GetSpan(sizeof(long)), number);
        message.Advance(sizeof(long));
    }

    private static void WriteSet(ArrayBufferWriter<byte> message, in PartitionSet set)
    {
        var bytes = message.GetSpan(PartitionSet.Bytes)[..PartitionSet.Bytes];
        bytes.Clear();
        for (var partition = set.Next(0); partition >= 0; partition = set.Next(partition + 1)) bytes[partition >> 3] |= (byte)(1 << (partition & 7));
        message.Advance(PartitionSet.Bytes);
    }

    private static void WriteInt(ArrayBufferWriter<byte> message, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(message.GetSpan(sizeof(int)), value);
        message.Advance(sizeof(int));
    }

    private static void WriteBytes(ArrayBufferWriter<byte> message, ReadOnlySpan<byte> bytes)
    {
        WriteInt(message, bytes.Length);
        message.Write(bytes);
    }
}

/// <summary>Reads fields front to back. Lengths are checked against what is there before anything is done with them.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryLong(out long value)
    {
        if (!BinaryPrimitives.TryReadInt64LittleEndian(_rest, out value)) return false;
        _rest = _rest[sizeof(long)..];
        return true;
    }

    public bool TryInt(out int value)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(_rest, out value)) return false;
        _rest = _rest[sizeof(int)..];
        return true;
    }

    public bool TryBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryInt(out var length) || (uint)length > (uint)_rest.Length) return false;
        value = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    public bool TrySet(out PartitionSet set)
    {
        set = default;
        if (_rest.Length < PartitionSet.Bytes) return false;
        for (var partition = 0; partition < PartitionLayout.MaxCount; partition++)
        {
            if ((_rest[partition >> 3] & (1 << (partition & 7))) != 0) set.Add(partition);
        }
        _rest = _rest[PartitionSet.Bytes..];
        return true;
    }
}
