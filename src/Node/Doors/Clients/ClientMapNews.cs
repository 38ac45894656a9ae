using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>The partition map as clients are told it, made anew when it has changed. For one thread at a time.</summary>
internal sealed class ClientMapNews(PartitionLayout layout, IPartitionDirectory directory, INodeContacts contacts)
{
    /// <summary>What nodes tell of their doors and health is not counted by the directory's version: looked at every so many times.</summary>
    private const int LooksPerRound = 5;

    private long _version = -1;
    private long _told;
    private int _looks;
    private byte[] _map = [];

    /// <summary>The push of the map as it is now.</summary>
    public byte[] Push { get; private set; } = [];

    /// <summary>Looks for changes. True: <see cref="Push"/> is another one.</summary>
    /// <param name="isRound">Also at what is not counted.</param>
    public bool Look(bool isRound = false)
    {
        var version = directory.Version;
        if (version == _version && !isRound && ++_looks % LooksPerRound != 0) return false;
        _version = version;
        var map = Take().ToBytes();
        // All but the version.
        if (_map.Length == map.Length && _map.AsSpan(VersionEnd).SequenceEqual(map.AsSpan(VersionEnd))) return false;
        _map = map;
        using var writer = new RespWriter { ProtocolVersion = 3 };
        writer.PushHeader(2);
        writer.Bulk(ClientMap.PushName);
        writer.Bulk(map);
        Push = Bytes(writer);
        return true;
    }

    /// <summary>Form and version of the map.</summary>
    private const int VersionEnd = 1 + 8;

    private static byte[] Bytes(RespWriter writer)
    {
        var bytes = new List<byte>((int)writer.PendingBytes);
        while (writer.PendingBytes > 0)
        {
            var chunk = writer.Peek();
            bytes.AddRange(chunk);
            writer.Take(chunk.Count);
        }
        return [.. bytes];
    }

    private ClientMap Take()
    {
        NodeId[] nodes = [directory.Self, .. directory.Nodes.Where(node => node != directory.Self).Order()];
        var known = nodes.ToHashSet();
        var states = new PartitionState[layout.Count];
        for (var partition = 0; partition < states.Length; partition++)
        {
            var primary = directory.IsAlone ? directory.Self : directory.PrimaryOf(partition);
            if (!known.Contains(primary)) primary = NodeId.None;
            var backups = directory.CopiesOf(partition).Where(copy => copy != primary && known.Contains(copy));
            states[partition] = new PartitionState(directory.EpochOf(partition), new PartitionOwners(primary, [.. backups]));
        }
        return new ClientMap(new PartitionMap(++_told, layout, [.. nodes], [.. states]), [.. nodes.Select(Describe)]);
    }

    private ClientMapNode Describe(NodeId node)
    {
        var contact = contacts.Of(node);
        return new ClientMapNode(node, contact?.Name ?? "", contact?.Host ?? "", contact?.ClientPort ?? 0, contact?.RespPort ?? 0, (ClientMapHealth)(contact?.Health ?? Commands.Execution.NodeHealth.Degraded));
    }
}
