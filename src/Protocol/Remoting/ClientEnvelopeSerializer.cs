using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaCache.Protocol.Remoting;

/// <summary>Frames between clients and nodes as Akka's bytes: the frame itself, whose first byte is the version of its layout. Nothing is copied.</summary>
internal sealed class ClientEnvelopeSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Under this number the wire knows the serializer; never to change. Akka's own are below 100, 4054 carries frames between nodes.</summary>
    public const int Id = 4055;

    public override int Identifier => Id;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        obj is ClientEnvelope envelope ? envelope.Frame : throw new SerializationException($"{obj.GetType()} is no frame between client and node");

    /// <summary>Any bytes: whoever reads the frame checks it.</summary>
    public override object FromBinary(byte[] bytes, Type type) => new ClientEnvelope(bytes);
}
