using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Routing.AllNodes;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;
using StackExchange.Redis;

namespace AkkaCache.Node.Tests.Sessions;

/// <summary>What StackExchange.Redis takes a node for, and what it does then.</summary>
public sealed class ClusterClientTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");

    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Client_finds_the_nodes_of_keys_itself_where_nodes_redirect(RedisProtocol protocol)
    {
        var contacts = new Contacts();
        using var first = new NodeFixture(View(A, contacts, redirects: true));
        using var second = new NodeFixture(View(B, contacts, redirects: true));
        contacts.Ports[A] = first.Port;
        contacts.Ports[B] = second.Port;
        // Whatever reached the wrong node would be refused.
        for (var partition = 0; partition < 16; partition++) (partition % 3 == 0 ? second : first).Partitions[partition].Gate.Close();

        await using var client = await ConnectionMultiplexer.ConnectAsync(Options(first.Port, protocol));
        var servers = client.GetServers();
        Assert.Equal(2, servers.Length);
        Assert.All(servers, server => Assert.Equal(ServerType.Cluster, server.ServerType));
        Assert.All(servers, server => Assert.False(server.IsReplica));
        var nodes = servers[0].ClusterConfiguration!.Nodes;
        Assert.Equal([ClusterView.IdOf(A), ClusterView.IdOf(B)], nodes.Select(node => node.NodeId).OrderBy(id => id != ClusterView.IdOf(A)));
        Assert.Equal(16384, nodes.Sum(node => node.Slots.Sum(slots => slots.To - slots.From + 1)));
        var database = client.GetDatabase();
        for (var i = 0; i < 200; i++) Assert.True(await database.StringSetAsync($"key{i}", i));
        for (var i = 0; i < 200; i++) Assert.Equal(i, await database.StringGetAsync($"key{i}"));
        Assert.Equal(200, first.Partitions.Count + second.Partitions.Count);
        Assert.NotEqual(0, first.Partitions.Count);
        Assert.NotEqual(0, second.Partitions.Count);
    }

    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Client_leaves_it_to_nodes_that_forward(RedisProtocol protocol)
    {
        var contacts = new Contacts();
        using var node = new NodeFixture(View(A, contacts, redirects: false));
        contacts.Ports[A] = node.Port;
        await using var client = await ConnectionMultiplexer.ConnectAsync(Options(node.Port, protocol));
        var server = Assert.Single(client.GetServers());
        Assert.Equal(ServerType.Standalone, server.ServerType);
        // A client that takes it for a Redis Cluster refuses this itself: the keys are in different slots.
        var database = client.GetDatabase();
        await database.StringSetAsync([new("a", 1), new("b", 2)]);
        Assert.Equal([1, 2], (await database.StringGetAsync(["a", "b"])).Select(value => (int)value));
        // People may ask all the same.
        Assert.Contains("cluster_known_nodes:2", (await server.ExecuteAsync("CLUSTER", "INFO")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Message_is_published_here_and_to_the_other_nodes()
    {
        var others = new Others();
        using var node = new NodeFixture(everywhere: others);
        using var subscriber = node.Connect();
        subscriber.Send("SUBSCRIBE news");
        subscriber.Expect("*3 $9 subscribe $4 news :1 ");
        using var publisher = node.Connect();
        publisher.Send("PUBLISH news hi\nPUBLISH nobody hi");
        publisher.Expect(":1 :0 ");
        subscriber.Expect("*3 $7 message $4 news $2 hi ");
        Assert.Equal(["news hi", "nobody hi"], others.Published);
    }

    private static ConfigurationOptions Options(int port, RedisProtocol protocol) => new()
    {
        EndPoints = { { "127.0.0.1", port } },
        Protocol = protocol,
        AllowAdmin = true,
        AbortOnConnectFail = true,
        ConnectTimeout = 20_000,
        AsyncTimeout = 20_000,
        SyncTimeout = 20_000,
    };

    private static ClusterView View(NodeId self, INodeContacts contacts, bool redirects)
    {
        var directory = new TestDirectory(self, [A, B], 16);
        for (var partition = 0; partition < 16; partition++)
        {
            var (primary, backup) = partition % 3 == 0 ? (A, B) : (B, A);
            directory.SetPrimary(partition, primary);
            directory.Copies[partition] = [primary, backup];
        }
        return new ClusterView(new PartitionLayout(16), directory, contacts, new ClusterCounters(), redirects);
    }

    private sealed class Contacts : INodeContacts
    {
        public Dictionary<NodeId, int> Ports { get; } = [];

        public NodeContact? Of(NodeId node) => Ports.TryGetValue(node, out var port) ? new NodeContact("127.0.0.1", port, 4053, node.Value, "") : null;
    }

    private sealed class Others : IEverywhere
    {
        public List<string> Published { get; } = [];
        public bool IsAlone => false;

        public bool TryRun(CommandVector command, int first, int count, IPartitionReplies replies) => false;

        public void Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) => Published.Add($"{Encoding.UTF8.GetString(channel)} {Encoding.UTF8.GetString(message)}");
    }
}
