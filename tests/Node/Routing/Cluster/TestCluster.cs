using System.Globalization;
using System.Text;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Some nodes that share 16 partitions, on one thread: the test decides which message arrives next and when work runs. No Akka, no sockets.</summary>
internal sealed class TestCluster : IRespAddresses, IDisposable
{
    public const int PartitionCount = 16;

    private readonly long[] _epochs = new long[PartitionCount];

    /// <summary>Partitions are spread over the nodes in turn, and everybody knows.</summary>
    public TestCluster(int nodes, RoutingSettings? settings = null, CommandTable? table = null, int maxPending = PendingCommands.MaxCount)
    {
        var commands = table ?? AllCommands.NewTable();
        var layout = new PartitionLayout(PartitionCount);
        Nodes = [.. Enumerable.Range(0, nodes).Select(i => new TestNode(IdOf(i), commands, settings ?? new RoutingSettings(), Time, Links.SenderOf(i), this, new PendingCommands(maxPending)))];
        for (var partition = 0; partition < layout.Count; partition++) Move(partition, partition % nodes);
        Settle();
    }

    public TestNode[] Nodes { get; }
    public TestLinks Links { get; } = new();
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(50));

    /// <summary>Nodes whose address clients do not get to know.</summary>
    public HashSet<int> WithoutAddress { get; } = [];

    public static NodeId IdOf(int node) => new($"node{node}");

    public static int IndexOf(NodeId node) => int.Parse(node.Value["node".Length..], CultureInfo.InvariantCulture);

    public TestConnection Connect(int node) => new(Nodes[node]);

    public int PartitionOf(string key) => Nodes[0].Partitions.PartitionOf(Encoding.UTF8.GetBytes(key));

    /// <summary>A key of a partition.</summary>
    public string KeyIn(int partition) => Enumerable.Range(0, 10_000).Select(i => $"key{i}").First(key => PartitionOf(key) == partition);

    public int EpochOf(int partition) => (int)_epochs[partition];

    /// <summary>Moves a partition at once: the old primary closes, the new one opens, everybody knows.</summary>
    public void Move(int partition, int to)
    {
        foreach (var node in Nodes) node.Close(partition);
        _epochs[partition]++;
        foreach (var node in Nodes) node.Directory.Learn(partition, _epochs[partition], IdOf(to));
        Nodes[to].Open(partition, _epochs[partition]);
    }

    /// <summary>The next epoch of a partition, whose primary nobody knows yet.</summary>
    public long NextEpoch(int partition) => ++_epochs[partition];

    public void Deliver((int From, int To, int Lane) lane) => Nodes[lane.To].Forwarder.Received(IdOf(lane.From), Links.Take(lane));

    /// <summary>Loses what is under way between two nodes, and tells both.</summary>
    public void Reset(int one, int other)
    {
        Links.Cut(one, other);
        Nodes[one].Forwarder.LinkReset(IdOf(other));
        Nodes[other].Forwarder.LinkReset(IdOf(one));
    }

    /// <summary>Delivers and works until nothing is left to do now. No time passes.</summary>
    public void Settle()
    {
        for (var steps = 0; Links.Waiting.Count > 0 || Nodes.Any(node => node.Workers.Count > 0); steps++)
        {
            Assert.True(steps < 100_000, "the nodes do not come to rest");
            foreach (var lane in Links.Waiting) Deliver(lane);
            foreach (var node in Nodes)
                if (node.Workers.Count > 0) node.Workers.Run(0);
        }
    }

    public bool TryGet(NodeId node, out string host, out int port)
    {
        host = "10.0.0." + IndexOf(node);
        port = 6379;
        return !WithoutAddress.Contains(IndexOf(node));
    }

    public void Dispose()
    {
        foreach (var node in Nodes) node.Dispose();
    }
}
