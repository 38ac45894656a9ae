using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using AkkaCache.Node.Placement.Planning;

namespace AkkaCache.Node.Placement.Wire;

/// <summary>The messages about placement that cross nodes, as bytes: a tag, the sender, then what the tag says. See <see cref="PlacementWriter"/>.</summary>
/// <remarks>Tags are append-only.</remarks>
public sealed class PlacementMessageSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Under this number the wire knows the serializer; never to change. Akka's own are below 100.</summary>
    public const int Id = 4060;

    private const byte SpreadTag = 1;
    private const byte KnownTag = 2;
    private const byte AskedTag = 3;
    private const byte LeavesTag = 4;
    private const byte ToldTag = 5;

    public override int Identifier => Id;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        var writer = new PlacementWriter();
        switch (obj)
        {
            case PlanSpread spread:
                writer.Begin(SpreadTag, spread.From);
                writer.Plan(spread.Plan);
                break;
            case PlanKnown known:
                writer.Begin(KnownTag, known.From);
                writer.Id(known.Id);
                break;
            case PlanAsked asked:
                writer.Begin(AskedTag, asked.From);
                break;
            case NodeLeaves leaves:
                writer.Begin(LeavesTag, leaves.From);
                break;
            case NodeTold told:
                writer.Begin(ToldTag, told.From);
                writer.Text(told.Name);
                writer.Text(told.Host);
                writer.Port(told.RespPort);
                writer.Port(told.ClientPort);
                writer.Switch(told.Asks);
                break;
            default:
                throw new SerializationException($"{obj.GetType()} is no message about placement");
        }
        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, Type type)
    {
        var reader = new PlacementReader(bytes);
        var tag = reader.Tag();
        var from = reader.Node();
        PlacementMessage message = tag switch
        {
            SpreadTag => new PlanSpread(from, reader.Plan()),
            KnownTag => new PlanKnown(from, reader.Id()),
            AskedTag => new PlanAsked(from),
            LeavesTag => new NodeLeaves(from),
            ToldTag => new NodeTold(from, reader.Text(), reader.Text(), reader.Port(), reader.Port(), reader.Switch()),
            _ => throw new SerializationException($"message about placement with tag {tag}: unknown"),
        };
        reader.End();
        return message;
    }
}
