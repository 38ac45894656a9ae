using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using System.Text;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement.Wire;

/// <summary>Reads what <see cref="PlacementWriter"/> wrote. Every count is checked before anything is made for it.</summary>
/// <exception cref="SerializationException">The bytes are no such message.</exception>
internal ref struct PlacementReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>A node's identity is the longest text, in characters that may take three bytes each.</summary>
    private const int MaxTextBytes = 3 * NodeId.MaxLength;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _left = bytes;

    public byte Tag() => Take(1)[0];

    public NodeId Node()
    {
        var text = Text();
        if (text.Length is 0 or > NodeId.MaxLength) Refuse("a node's identity", text.Length);
        return new NodeId(text);
    }

    public PlanId Id()
    {
        var version = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
        if (version < 1) Refuse("the version", version);
        return new PlanId(version, Node());
    }

    public Plan Plan()
    {
        var id = Id();
        var count = Short();
        if (count is 0 or > HashRing.MaxMembers) Refuse("the number of nodes", count);
        var nodes = ImmutableArray.CreateBuilder<NodeId>();
        for (var i = 0; i < count; i++)
        {
            nodes.Add(Node());
            if (i > 0 && nodes[i - 1].CompareTo(nodes[i]) >= 0) Refuse("the order of node", i);
        }
        var partitions = Short();
        if (!PartitionLayout.IsValid(partitions)) Refuse("the number of partitions", partitions);
        var owners = ImmutableArray.CreateBuilder<PartitionOwners>(partitions);
        for (var i = 0; i < partitions; i++) owners.Add(Owners(nodes));
        return new Plan(id, nodes.ToImmutable(), owners.MoveToImmutable());
    }

    public string Text()
    {
        var length = Short();
        if (length > MaxTextBytes) Refuse("the length of a text", length);
        try
        {
            return Strict.GetString(Take(length));
        }
        catch (DecoderFallbackException e)
        {
            throw new SerializationException("message about placement: a text is not UTF-8", e);
        }
    }

    public int Port() => Short();

    public bool Switch()
    {
        var value = Take(1)[0];
        if (value > 1) Refuse("a switch", value);
        return value == 1;
    }

    public readonly void End()
    {
        if (_left.Length > 0) Refuse("the number of bytes behind it", _left.Length);
    }

    private PartitionOwners Owners(ImmutableArray<NodeId>.Builder nodes)
    {
        var copies = Take(1)[0];
        if (copies > RingPlacement.MaxCopies || copies > nodes.Count) Refuse("the number of copies", copies);
        if (copies == 0) return default;
        var primary = Place(nodes);
        if (copies == 1) return new PartitionOwners(primary, []);
        var backups = ImmutableArray.CreateBuilder<NodeId>(copies - 1);
        for (var i = 1; i < copies; i++)
        {
            var backup = Place(nodes);
            if (backup == primary || backups.Contains(backup)) Refuse("the number of copies on one node", 2);
            backups.Add(backup);
        }
        return new PartitionOwners(primary, backups.MoveToImmutable());
    }

    private NodeId Place(ImmutableArray<NodeId>.Builder nodes)
    {
        var place = Short();
        if (place >= nodes.Count) Refuse("the place of a node", place);
        return nodes[place];
    }

    private int Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length) Refuse("the number of bytes left", _left.Length);
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    [DoesNotReturn]
    private static void Refuse(string what, long value) => throw new SerializationException($"message about placement: {what} is {value}");
}
