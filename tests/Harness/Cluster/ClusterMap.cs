using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Testing.Cluster;

/// <summary>Which nodes hold which partitions, as a node tells by CLUSTER SHARDS.</summary>
public sealed class ClusterMap
{
    /// <summary>Partitions move in seconds; a whole map costs a node more than a PING does.</summary>
    private static readonly TimeSpan LookPace = TimeSpan.FromMilliseconds(200);

    private readonly int[][] _ports;

    private ClusterMap(int[][] ports) => _ports = ports;

    /// <summary>Of the partition that has the fewest; 0 when one has no primary.</summary>
    public int FewestCopies => _ports.Min(ports => ports.Length);

    /// <exception cref="InvalidOperationException">The node answered something else.</exception>
    public static ClusterMap Read(IPEndPoint node)
    {
        using var connection = new RespConnection(node);
        connection.Send("CLUSTER SHARDS\r\n"u8);
        return Of(connection.Read());
    }

    /// <summary>The partitions that have their primary at this node.</summary>
    public IReadOnlySet<int> PartitionsOf(IPEndPoint node) =>
        Enumerable.Range(0, _ports.Length).Where(partition => _ports[partition] is [var primary, ..] && primary == node.Port).ToHashSet();

    /// <summary>
    /// Waits until every one of these nodes says that the cluster is at rest: each partition has so many copies, all of them on these nodes, and each node is the
    /// primary of its even share. A node that cannot be asked, or is not ready yet, between two lives of it say, has not said so.
    /// </summary>
    public static Task UntilSpreadAsync(IReadOnlyList<IPEndPoint> nodes, int copies, TimeSpan patience)
    {
        string? seen = null;
        return Until.TrueAsync(() => nodes.All(node => (seen = NotSpread(node, nodes, copies)) == null), patience, () => seen ?? "nothing was asked", LookPace);
    }

    private static string? NotSpread(IPEndPoint asked, IReadOnlyList<IPEndPoint> nodes, int copies)
    {
        ClusterMap map;
        try
        {
            map = Read(asked);
        }
        catch (Exception error) when (error is SocketException or IOException or InvalidOperationException)
        {
            return $"{asked} cannot be asked: {error.Message}";
        }
        var elsewhere = map._ports.Count(ports => ports.Except(nodes.Select(node => node.Port)).Any());
        var share = PartitionKeys.Partitions / nodes.Count;
        var even = nodes.All(node => map.PartitionsOf(node).Count - share is 0 or 1);
        return map.FewestCopies >= copies && elsewhere == 0 && even ? null : $"{asked} tells of partitions with {map.FewestCopies} copies, of {elsewhere} with a copy elsewhere, and of the primaries {map}";
    }

    /// <summary>One entry per set of copies: its runs of slots, first and last, and its nodes.</summary>
    internal static ClusterMap Of(Reply reply)
    {
        if (reply.Kind != ReplyKind.Array) throw new InvalidOperationException($"CLUSTER SHARDS: {reply.Shortened()}");
        var ports = new int[PartitionKeys.Partitions][];
        Array.Fill(ports, []);
        foreach (var shard in reply.Items)
        {
            var nodes = Field(shard, "nodes").Items;
            int[] holders = [.. nodes.OrderBy(node => Field(node, "role").AsString != "master").Select(node => (int)Field(node, "port").AsInteger)];
            foreach (var run in Field(shard, "slots").Items.Chunk(2))
            {
                var (first, last) = (PartitionKeys.PartitionOfSlot((int)run[0].AsInteger), PartitionKeys.PartitionOfSlot((int)run[1].AsInteger));
                for (var partition = first; partition <= last; partition++) ports[partition] = holders;
            }
        }
        return new ClusterMap(ports);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var primary in _ports.GroupBy(ports => ports.FirstOrDefault()).OrderBy(group => group.Key))
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? ", " : "")}{primary.Key}: {primary.Count()}");
        return text.ToString();
    }

    /// <summary>A map is names and values in turn.</summary>
    private static Reply Field(Reply map, string name)
    {
        for (var i = 0; i + 1 < map.Items.Length; i += 2)
            if (map.Items[i].AsString == name) return map.Items[i + 1];
        throw new InvalidOperationException($"CLUSTER SHARDS: no {name} in {map.Shortened()}");
    }
}
