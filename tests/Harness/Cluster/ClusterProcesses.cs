using System.Net;

namespace AkkaCache.Testing.Cluster;

/// <summary>Daemons that form one cluster, each a process of its own on loopback. All that run are killed by their ids when disposed.</summary>
/// <remarks>Nodes are numbered from 0 in the order of their start; a node keeps number, name and ports when it is started again.</remarks>
public sealed class ClusterProcesses : IAsyncDisposable
{
    /// <summary>Many times what anything takes that is waited for: on a machine with twenty others at work, three nodes need a minute to start.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Of each node, when a test fails: a start and what led to the failure.</summary>
    private const int LinesShown = 40;

    private readonly ClusterSettings _settings;
    private readonly List<ClusterNode> _nodes = [];
    private readonly string[] _seeds;

    private ClusterProcesses(ClusterSettings settings)
    {
        _settings = settings;
        var ports = Enumerable.Range(0, settings.Nodes).Select(_ => (Resp: FreePorts.Take(), Akka: FreePorts.Take())).ToList();
        _seeds = [.. ports.SelectMany((port, number) => new[] { "--seed", $"{PlaceOf(number).Address}:{port.Akka}" })];
        foreach (var (resp, akka) in ports) NewNode(resp, akka);
    }

    /// <summary>All places, those without a process included.</summary>
    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>Where the nodes that run can be asked.</summary>
    public IReadOnlyList<IPEndPoint> Resp => [.. _nodes.Where(node => node.IsRunning).Select(node => node.Resp)];

    public ClusterNode this[int node] => _nodes[node];

    /// <summary>Starts all nodes at once and waits until each says that it is ready.</summary>
    public static async Task<ClusterProcesses> StartAsync(ClusterSettings settings)
    {
        var cluster = new ClusterProcesses(settings);
        try
        {
            foreach (var node in cluster._nodes) node.Start();
            await Task.WhenAll(cluster._nodes.Select(node => node.UntilReadyAsync()));
            return cluster;
        }
        catch (Exception error)
        {
            var lines = cluster.LastLines();
            await cluster.DisposeAsync();
            throw new InvalidOperationException($"the cluster did not start: {error.Message}\n{lines}", error);
        }
    }

    /// <summary>Runs a test with a cluster of its own. When the test fails, the nodes' last lines are shown; in any case they are stopped.</summary>
    public static async Task RunAsync(ClusterSettings settings, Action<string> show, Func<ClusterProcesses, Task> test)
    {
        await using var cluster = await StartAsync(settings);
        try
        {
            await test(cluster);
        }
        catch
        {
            show(cluster.LastLines());
            throw;
        }
    }

    /// <summary>Starts one more node, which joins by the same seeds, and waits until it says that it is ready.</summary>
    public async Task<ClusterNode> AddNodeAsync()
    {
        var node = NewNode(FreePorts.Take(), FreePorts.Take());
        node.Start();
        await node.UntilReadyAsync();
        return node;
    }

    public string LastLines() => string.Concat(_nodes.Select(node => node.LastLines(LinesShown)));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private NodePlace PlaceOf(int node) => _settings.PlaceOf?.Invoke(node) ?? NodePlace.Loopback;

    private ClusterNode NewNode(int resp, int akka)
    {
        var name = $"node-{_nodes.Count + 1}";
        var client = _settings.HasClientDoors ? FreePorts.Take() : 0;
        var (address, launcher) = PlaceOf(_nodes.Count);
        string[] own = ["--name", name, "--host", $"{address}", "--resp-port", $"{resp}", "--akka-port", $"{akka}", "--client-port", client == 0 ? "off" : $"{client}", "--http-port", "off"];
        var node = new ClusterNode(name, new IPEndPoint(address, resp), new IPEndPoint(address, akka), new IPEndPoint(address, client), [.. own, .. _seeds, .. _settings.AllFlags], launcher);
        _nodes.Add(node);
        return node;
    }
}
