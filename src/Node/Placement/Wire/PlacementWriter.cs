using System.Buffers.Binary;
using System.Text;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement.Wire;

/// <summary>Writes the parts of a message about placement. Numbers are little-endian, texts are UTF-8 behind 16 bits of length.</summary>
/// <remarks>
/// A plan is its version and leader, the nodes (16 bits of count, then texts), and the partitions (16 bits of count): for each the number of copies (8 bits) and as many
/// places of nodes in that list (16 bits), the primary's first. A partition with nobody has no copies.
/// </remarks>
internal sealed class PlacementWriter
{
    private readonly MemoryStream _bytes = new();

    public void Begin(byte tag, NodeId from)
    {
        _bytes.WriteByte(tag);
        Text(from.Value);
    }

    public void Id(PlanId id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, id.Version);
        _bytes.Write(bytes);
        Text(id.Leader.Value);
    }

    public void Plan(Plan plan)
    {
        Id(plan.Id);
        var places = new Dictionary<NodeId, int>();
        Short(plan.Nodes.Length);
        foreach (var node in plan.Nodes)
        {
            places[node] = places.Count;
            Text(node.Value);
        }
        Short(plan.Owners.Length);
        foreach (var owners in plan.Owners)
        {
            _bytes.WriteByte((byte)owners.Copies);
            if (owners.Primary.IsNone) continue;
            Short(places[owners.Primary]);
            foreach (var backup in owners.Backups) Short(places[backup]);
        }
    }

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Short(bytes.Length);
        _bytes.Write(bytes);
    }

    public void Port(int port) => Short(port);

    public void Switch(bool on) => _bytes.WriteByte(on ? (byte)1 : (byte)0);

    public byte[] ToArray() => _bytes.ToArray();

    private void Short(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
        _bytes.Write(bytes);
    }
}
