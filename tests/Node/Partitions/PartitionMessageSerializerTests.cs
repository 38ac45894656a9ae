using System.Runtime.Serialization;
using Akka.Actor;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Tests.Partitions;

public sealed class PartitionMessageSerializerTests : IDisposable
{
    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)ActorSystem.Create("serializer");

    // Golden bytes: other versions of the node read them.
    [Fact]
    public void Messages_have_their_bytes()
    {
        var serializer = new PartitionMessageSerializer(_system);
        Assert.Equal([1, 0x34, 0x12, 0, 0], serializer.ToBinary(new StartPartition(0x1234)));
        Assert.Equal([2, 255, 0, 0, 0], serializer.ToBinary(new PartitionStarted(255)));
        Assert.Equal([3, 0, 0, 0, 0], serializer.ToBinary(HandOver.Instance));
        Assert.Equal(4053, serializer.Identifier);
    }

    [Fact]
    public void Messages_come_back()
    {
        var serializer = new PartitionMessageSerializer(_system);
        foreach (var message in new object[] { new StartPartition(511), new PartitionStarted(0), HandOver.Instance })
            Assert.Equal(message, serializer.FromBinary(serializer.ToBinary(message), typeof(object)));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 200, 0, 0, 0, 0 })]
    public void Other_bytes_are_refused(byte[] bytes)
    {
        Assert.Throws<SerializationException>(() => new PartitionMessageSerializer(_system).FromBinary(bytes, typeof(object)));
    }

    public void Dispose() => _system.Dispose();
}
