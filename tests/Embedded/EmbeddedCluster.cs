using System.Collections.Immutable;
using System.Globalization;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Embedded.Tests;

/// <summary>Several nodes in this process that are one cluster, replicated in sync mode.</summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<EmbeddedNode> _nodes = [];

    private EmbeddedCluster()
    {
    }

    public EmbeddedNode this[int node] => _nodes[node];

    public static ImmutableDictionary<string, string> Settings(int akkaPort) => ImmutableDictionary<string, string>.Empty
        .Add("doors.akka.port", akkaPort.ToString(CultureInfo.InvariantCulture))
        .Add("replication.mode", "sync");

    /// <summary>Starts them at once, and waits until each has its share and the copies are there.</summary>
    public static async Task<EmbeddedCluster> StartAsync(int count)
    {
        var cluster = new EmbeddedCluster();
        try
        {
            var ports = Enumerable.Range(0, count).Select(_ => FreePorts.Take()).ToList();
            foreach (var port in ports)
            {
                cluster._nodes.Add(new EmbeddedNode(new EmbeddedNodeOptions
                {
                    Seeds = [.. ports.Select(seed => $"127.0.0.1:{seed}")],
                    Settings = Settings(port),
                    Client = static options => options with { OperationTimeout = TimeSpan.FromSeconds(60), ConnectTimeout = TimeSpan.FromSeconds(60) },
                }));
            }
            await Task.WhenAll(cluster._nodes.Select(node => node.StartAsync()));
            await Until.TrueAsync(cluster.IsSpread, Patience, () => string.Join('\n', cluster[0].Client.Cluster.Nodes));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private bool IsSpread() => _nodes.All(node =>
        node.Client.Cluster.Nodes.Count == _nodes.Count
        && node.Client.Cluster.Nodes.All(one => one.Primaries >= 256 / _nodes.Count && one.Primaries <= (256 / _nodes.Count) + 1)
        && node.Client.Cluster.Partitions.All(partition => partition.Backups.Count == 1));
}
