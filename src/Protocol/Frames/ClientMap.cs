using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Protocol.Frames;

/// <summary>The partition map as a node pushes it to its clients: who serves what, and where its client door is.</summary>
/// <remarks>
/// It is the second element of a push in the stream of replies; the first is <see cref="PushName"/>.
/// <code>
/// form 1, version 8, partitions 2, nodes 2
/// each node       id (text), name (text), host (text), client port 2, RESP port 2, health 1
/// each partition  epoch 8, primary's index 2 (0xFFFF: none), number of backups 1, index of each 2
/// </code>
/// </remarks>
public sealed class ClientMap
{
    /// <summary>First element of the push.</summary>
    public static ReadOnlySpan<byte> PushName => "partition-map"u8;

    private const byte Form = 1;
    private const int NoNode = 0xFFFF;

    /// <summary>As many as a node has links to.</summary>
    private const int MaxNodes = 1024;

    private const int MaxHostBytes = 1024;

    public ClientMap(PartitionMap partitions, ImmutableArray<ClientMapNode> nodes)
    {
        if (nodes.Length != partitions.Nodes.Length) throw new ArgumentException($"nodes = {nodes.Length}: must be {partitions.Nodes.Length}", nameof(nodes));
        Partitions = partitions;
        Nodes = nodes;
    }

    public PartitionMap Partitions { get; }

    /// <summary>In the order of the map's nodes.</summary>
    public ImmutableArray<ClientMapNode> Nodes { get; }

    public byte[] ToBytes()
    {
        var writer = new FieldWriter().Byte(Form).Int64(Partitions.Version).UInt16(Partitions.Layout.Count).UInt16(Nodes.Length);
        var indexes = new Dictionary<NodeId, int>(Nodes.Length);
        foreach (var node in Nodes)
        {
            indexes[node.Id] = indexes.Count;
            writer.Text(node.Id.Value).Text(node.Name).Text(node.Host).UInt16(node.ClientPort).UInt16(node.RespPort).Byte((byte)node.Health);
        }
        foreach (var (epoch, owners) in Partitions.Partitions)
        {
            writer.Int64(epoch).UInt16(owners.Primary.IsNone ? NoNode : indexes[owners.Primary]).Byte((byte)owners.Backups.Length);
            foreach (var backup in owners.Backups) writer.UInt16(indexes[backup]);
        }
        return writer.ToArray();
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ClientMap? map)
    {
        map = null;
        var reader = new FieldReader(bytes);
        if (reader.Byte() != Form) return false;
        var version = reader.Int64();
        int partitions = reader.UInt16();
        int count = reader.UInt16();
        if (!reader.IsGood || !PartitionLayout.IsValid(partitions) || count is 0 or > MaxNodes) return false;

        var nodes = new ClientMapNode[count];
        for (var i = 0; i < count; i++)
        {
            var id = reader.Text(ClientHello.MaxTextBytes);
            var (name, host) = (reader.Text(ClientHello.MaxTextBytes), reader.Text(MaxHostBytes));
            var (clientPort, respPort, health) = (reader.UInt16(), reader.UInt16(), reader.Byte());
            if (!reader.IsGood || id.Length is 0 or > NodeId.MaxLength) return false;
            nodes[i] = new ClientMapNode(new NodeId(id), name, host, clientPort, respPort, (ClientMapHealth)health);
        }
        var states = new PartitionState[partitions];
        for (var i = 0; i < partitions; i++)
        {
            if (!TryReadState(ref reader, nodes, out states[i])) return false;
        }
        map = new ClientMap(new PartitionMap(version, new PartitionLayout(partitions), [.. nodes.Select(node => node.Id)], [.. states]), [.. nodes]);
        return true;
    }

    private static bool TryReadState(ref FieldReader reader, ClientMapNode[] nodes, out PartitionState state)
    {
        state = default;
        var epoch = reader.Int64();
        int primary = reader.UInt16();
        if (primary != NoNode && primary >= nodes.Length) return false;
        var backups = new NodeId[reader.Byte()];
        for (var i = 0; i < backups.Length; i++)
        {
            int backup = reader.UInt16();
            if (backup >= nodes.Length) return false;
            backups[i] = nodes[backup].Id;
        }
        state = new PartitionState(epoch, new PartitionOwners(primary == NoNode ? NodeId.None : nodes[primary].Id, [.. backups]));
        return reader.IsGood;
    }
}

/// <summary>A node as clients know it.</summary>
/// <param name="Host">As clients reach it; empty while it is not known.</param>
/// <param name="ClientPort">0 while its client door is closed or not known.</param>
/// <param name="RespPort">0 while its RESP door is closed or not known.</param>
public sealed record ClientMapNode(NodeId Id, string Name, string Host, int ClientPort, int RespPort, ClientMapHealth Health)
{
    /// <summary>False while whoever tells of the node has not heard from it, and its name is only an address; and for one that has no door for clients at all.</summary>
    public bool HasDoors => ClientPort > 0 || RespPort > 0;
}

/// <summary>How a node does, as the one that tells it sees it. Append-only.</summary>
public enum ClientMapHealth : byte
{
    Healthy = 0,

    /// <summary>There, but slow or behind.</summary>
    Degraded = 1,

    /// <summary>Not reachable, or gone.</summary>
    Unhealthy = 2,
}
