using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaCache.Protocol.Remoting;

/// <summary>Stands in the place of one of Akka's own serializers and makes nothing of the bytes: no type is looked up, nothing is created.</summary>
/// <remarks>
/// The wire names the serializer, so taking a serializer's bindings away is not enough: whoever sends can still choose it. Refusing by an exception would make
/// Akka log each message of a flood; a <see cref="RefusedMessage"/> is delivered to whom it was sent, who has no use for it.
/// </remarks>
/// <param name="id">Of the serializer whose place it takes.</param>
/// <param name="refused">Counts: number of the serializer and bytes. From any thread.</param>
internal sealed class RefusingSerializer(ExtendedActorSystem system, int id, Action<int, int> refused) : SerializerWithStringManifest(system)
{
    public override int Identifier => id;

    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} does not leave this system: only frames do");

    public override string Manifest(object o) => "";

    public override object FromBinary(byte[] bytes, string manifest)
    {
        refused(id, bytes.Length);
        return new RefusedMessage(id, bytes.Length);
    }
}
