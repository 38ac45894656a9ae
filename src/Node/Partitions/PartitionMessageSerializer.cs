using System.Buffers.Binary;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaCache.Node.Partitions;

/// <summary>The partition messages that cross nodes, as bytes: a tag, then the partition as a little-endian 32-bit number.</summary>
/// <remarks>Tags are append-only. HandOver is sent by sharding on the node itself, but may pass a region on its way, so it has a tag too.</remarks>
public sealed class PartitionMessageSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Under this number the wire knows the serializer; never to change. Akka's own are below 100.</summary>
    public const int Id = 4053;

    private const byte StartTag = 1;
    private const byte StartedTag = 2;
    private const byte HandOverTag = 3;
    private const int Bytes = sizeof(byte) + sizeof(int);

    public override int Identifier => Id;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj switch
    {
        StartPartition start => Write(StartTag, start.Partition),
        PartitionStarted started => Write(StartedTag, started.Partition),
        HandOver => Write(HandOverTag, 0),
        _ => throw new SerializationException($"{obj.GetType()} is no partition message"),
    };

    public override object FromBinary(byte[] bytes, Type type)
    {
        if (bytes.Length != Bytes) throw new SerializationException($"partition message of {bytes.Length} bytes: must be {Bytes}");
        var partition = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(1));
        return bytes[0] switch
        {
            StartTag => new StartPartition(partition),
            StartedTag => new PartitionStarted(partition),
            HandOverTag => HandOver.Instance,
            var tag => throw new SerializationException($"partition message with tag {tag}: unknown"),
        };
    }

    private static byte[] Write(byte tag, int partition)
    {
        var bytes = new byte[Bytes];
        bytes[0] = tag;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), partition);
        return bytes;
    }
}
