using System.Collections.Immutable;
using System.Net;
using AkkaCache.Embedded;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Cluster;

/// <summary>Nodes in this process that are one cluster in mode sync, each with a clock of its own that a test may set.</summary>
internal sealed class ClockedCluster : IAsyncDisposable
{
    private readonly List<(EmbeddedNode Node, IPEndPoint Resp, JumpingTime Clock)> _nodes = [];

    private ClockedCluster()
    {
    }

    public IReadOnlyList<IPEndPoint> Resp => _nodes.ConvertAll(node => node.Resp);

    public IReadOnlyList<JumpingTime> Clocks => _nodes.ConvertAll(node => node.Clock);

    /// <summary>Starts them at once and waits until each has its share and all copies are there.</summary>
    public static async Task<ClockedCluster> StartAsync(int nodes)
    {
        var cluster = new ClockedCluster();
        try
        {
            var ports = Enumerable.Range(0, nodes).Select(_ => (Resp: FreePorts.Take(), Akka: FreePorts.Take())).ToList();
            foreach (var (resp, akka) in ports)
            {
                var clock = new JumpingTime();
                var node = new EmbeddedNode(new EmbeddedNodeOptions
                {
                    Seeds = [.. ports.Select(seed => $"127.0.0.1:{seed.Akka}")],
                    Settings = ImmutableDictionary<string, string>.Empty.Add("doors.akka.port", $"{akka}").Add("doors.resp.port", $"{resp}").Add("replication.mode", "sync"),
                    TimeProvider = clock,
                });
                cluster._nodes.Add((node, new IPEndPoint(IPAddress.Loopback, resp), clock));
            }
            await Task.WhenAll(cluster._nodes.Select(node => node.Node.StartAsync()));
            await ClusterMap.UntilSpreadAsync(cluster.Resp, copies: 2, ClusterProcesses.Patience);
            await WriteProbe.RunAsync(cluster.Resp[0], ClusterProcesses.Patience);
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
        foreach (var (node, _, _) in _nodes) await node.DisposeAsync();
    }
}
