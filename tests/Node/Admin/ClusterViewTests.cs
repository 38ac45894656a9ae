using AkkaCache.Commands.Execution;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Routing.AllNodes;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Admin;

public sealed class ClusterViewTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");
    private static readonly NodeId C = new("c");

    private readonly TestDirectory _directory = new(B, [A, B, C], 16);
    private readonly Contacts _contacts = new();
    private readonly ClusterCounters _counters = new();
    private readonly ClusterView _view;

    public ClusterViewTests()
    {
        _view = new ClusterView(new PartitionLayout(16), _directory, _contacts, _counters, redirects: false);
        foreach (var (node, port) in ((NodeId, int)[])[(A, 7001), (B, 7002), (C, 7003)])
            _contacts.All[node] = new NodeContact("127.0.0.1", port, port - 2000, $"node-{node}", "zone-1") { Health = NodeHealth.Healthy };
    }

    [Fact]
    public void This_node_comes_first_and_ids_are_the_same_everywhere()
    {
        var picture = _view.Take();
        Assert.Equal([ClusterView.IdOf(B), ClusterView.IdOf(A), ClusterView.IdOf(C)], picture.Nodes.Select(node => node.Id));
        Assert.All(picture.Nodes, node => Assert.Matches("^[0-9a-f]{40}$", node.Id));
        Assert.Equal(("127.0.0.1", 7002, 5002, "node-b", "zone-1"), (picture.Self.Host, picture.Self.RespPort, picture.Self.AkkaPort, picture.Self.Name, picture.Self.Zone));
        Assert.Equal(0, picture.Epoch);
    }

    [Fact]
    public void Neighbouring_partitions_with_the_same_copies_are_one_range()
    {
        Serve(0, A, B);
        Serve(1, A, B);
        Serve(2, A, C);
        Serve(3, B, A, C);
        Serve(4, B, C, A);
        Serve(6, B, C, A);
        var picture = _view.Take();
        Assert.Equal(
            [
                (new SlotRange(0, 2047), 1, "0"), (new SlotRange(2048, 3071), 1, "2"), (new SlotRange(3072, 5119), 0, "1,2"), (new SlotRange(6144, 7167), 0, "1,2"),
            ],
            picture.Ranges.Select(range => (range.Slots, range.Primary, string.Join(',', range.Backups))));
        Assert.Equal([new SlotRange(0, 3071)], picture.SlotsOf(1));
        Assert.Equal((7, 7, 3, 0), (picture.Epoch, picture.Nodes[0].Epoch, picture.Nodes[1].Epoch, picture.Nodes[2].Epoch));
        Assert.False(picture.IsWhole);
        Assert.Equal(2, picture.Primaries);
    }

    [Fact]
    public void Primaries_and_copies_that_left_the_cluster_are_not_shown()
    {
        Serve(0, A, B);
        Serve(1, B, A);
        _directory.Nodes = [B, C];
        var picture = _view.Take();
        var range = Assert.Single(picture.Ranges);
        Assert.Equal((new SlotRange(1024, 2047), 0), (range.Slots, range.Primary));
        Assert.Empty(range.Backups);
    }

    [Fact]
    public void Node_of_which_nothing_is_known_has_no_address()
    {
        _contacts.All.Remove(C);
        Assert.False(_view.Take().Nodes[2].IsReachable);
    }

    [Fact]
    public void Cluster_is_shown_once_there_are_others_or_clients_are_redirected()
    {
        Assert.True(_view.IsShown);
        _directory.IsAlone = true;
        Assert.False(_view.IsShown);
        Assert.True(new ClusterView(new PartitionLayout(16), _directory, _contacts, _counters, redirects: true).IsShown);
    }

    private void Serve(int partition, params NodeId[] copies)
    {
        _directory.SetPrimary(partition, copies[0]);
        _directory.Copies[partition] = copies;
    }

    internal sealed class Contacts : INodeContacts
    {
        public Dictionary<NodeId, NodeContact> All { get; } = [];

        public NodeContact? Of(NodeId node) => All.GetValueOrDefault(node);
    }
}
