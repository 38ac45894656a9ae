using System.Buffers;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Tests.Wire;

/// <summary>Whole frames, written and read.</summary>
internal static class Frames
{
    public static byte[] Of(params IEnumerable<Message> messages)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessageWriter(output);
        writer.Begin();
        foreach (var message in messages) writer.Write(message);
        writer.End();
        return output.WrittenSpan.ToArray();
    }

    public static List<Message> Read(ReadOnlyMemory<byte> frame)
    {
        Assert.True(MessageReader.TryBegin(frame, out var reader));
        var messages = new List<Message>();
        while (reader.TryRead(out var message)) messages.Add(message);
        return messages;
    }

    /// <summary>Bytes between version and end.</summary>
    public static int SizeOf(Message message) => Of(message).Length - 2;
}
