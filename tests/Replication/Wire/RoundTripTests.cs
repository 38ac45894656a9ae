using System.Runtime.InteropServices;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Wire;
using CsCheck;

namespace AkkaCache.Replication.Tests.Wire;

public class RoundTripTests
{
    private const int MessagesPerType = 200;

    private static IEnumerable<Type> SealedMessages => typeof(Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Message)) && type.IsSealed);

    public static TheoryData<string> TypeNames => [.. SealedMessages.Select(type => type.Name)];

    [Fact]
    public void Every_message_has_a_generator_and_an_example()
    {
        var names = SealedMessages.Select(type => type.Name).Order().ToArray();
        Assert.Equal(names, MessageGen.ByType.Keys.Select(type => type.Name).Order());
        Assert.Equal(names, Examples.All.Select(message => message.GetType().Name).Order());
        Assert.Equal(names, Enum.GetNames<MessageTag>().Where(name => name != nameof(MessageTag.EndOfFrame)).Order());
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void Message_comes_back(string typeName)
        => MessageGen.ByType.Single(pair => pair.Key.Name == typeName).Value.Sample(message => Assert.Equal(message, Assert.Single(Frames.Read(Frames.Of(message))), MessageComparer.Instance), iter: MessagesPerType);

    [Fact]
    public void Many_messages_share_a_frame()
        => MessageGen.Any.Array[0, 20].Sample(messages => Assert.Equal(messages, Frames.Read(Frames.Of(messages)), MessageComparer.Instance), iter: MessagesPerType);

    [Fact]
    public void Payload_is_a_slice_of_the_frame()
    {
        var frame = Frames.Of(Examples.All.OfType<Effects>().Single());
        var payload = (ReadOnlyMemory<byte>)((Effects)Frames.Read(frame).Single()).Payload!;
        Assert.True(MemoryMarshal.TryGetArray(payload, out var segment));
        Assert.Same(frame, segment.Array);
        Assert.Equal([0xCA, 0xFE], payload.ToArray());
    }

    [Fact]
    public void Empty_payload_is_told_from_none()
    {
        var example = Examples.All.OfType<SnapshotChunk>().Single();
        Assert.Null(((SnapshotChunk)Frames.Read(Frames.Of(example with { Payload = null })).Single()).Payload);
        Assert.Equal(0, Assert.IsType<ReadOnlyMemory<byte>>(((SnapshotChunk)Frames.Read(Frames.Of(example with { Payload = ReadOnlyMemory<byte>.Empty })).Single()).Payload).Length);
    }
}
