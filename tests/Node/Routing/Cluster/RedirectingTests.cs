using System.Text;
using AkkaCache.Node.Routing;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Nodes that send clients where their keys are.</summary>
public sealed class RedirectingTests : IDisposable
{
    private readonly TestCluster _cluster = new(2, new RoutingSettings { Mode = RoutingMode.Redirect });
    private readonly TestConnection _client;

    public RedirectingTests() => _client = _cluster.Connect(0);

    public void Dispose() => _cluster.Dispose();

    private static int SlotOf(string key) => HashSlot.Of(Encoding.UTF8.GetBytes(key));

    [Fact]
    public void Key_of_another_node_is_answered_with_its_slot_and_address()
    {
        var key = _cluster.KeyIn(1);
        _client.SendAll(["SET", _cluster.KeyIn(0), "1"], ["SET", key, "1"]);
        Assert.Equal($"+OK\r\n-MOVED {SlotOf(key)} 10.0.0.1:6379\r\n", _client.Received());
        Assert.Empty(_cluster.Links.Waiting);
    }

    [Fact]
    public void Command_waits_while_no_primary_is_known_and_is_then_answered_with_it()
    {
        var key = _cluster.KeyIn(1);
        _cluster.Nodes[1].Close(1);
        foreach (var node in _cluster.Nodes) node.Directory.Learn(1, _cluster.NextEpoch(1), default);
        _client.SendAll(["SET", key, "1"], ["PING"]);
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        _cluster.Move(1, 1);
        _cluster.Settle();
        Assert.Equal($"-MOVED {SlotOf(key)} 10.0.0.1:6379\r\n+PONG\r\n", _client.Received());
    }

    [Fact]
    public void Command_that_waits_runs_here_when_the_partition_comes_here()
    {
        var key = _cluster.KeyIn(1);
        _cluster.WithoutAddress.Add(1);
        _client.Send("SET", key, "1");
        _cluster.Settle();
        Assert.Equal("", _client.Received());
        _cluster.Move(1, 0);
        _cluster.Settle();
        Assert.Equal("+OK\r\n", _client.Received());
    }

    [Fact]
    public void Keys_of_one_partition_and_two_slots_cross()
    {
        var layout = new PartitionLayout(TestCluster.PartitionCount);
        var key = _cluster.KeyIn(0);
        var other = Enumerable.Range(0, 10_000).Select(i => $"other{i}").First(k => layout.OfSlot(SlotOf(k)) == 0 && SlotOf(k) != SlotOf(key));
        _client.SendAll(["MGET", key, other], ["MGET", key, "{" + key + "}x"]);
        Assert.Equal("-CROSSSLOT Keys in request don't hash to the same slot\r\n*2\r\n$-1\r\n$-1\r\n", _client.Received());
    }

    [Fact]
    public void Clients_of_a_cluster_may_say_what_they_say_to_one()
    {
        _client.SendAll(["READONLY"], ["ASKING"], ["READWRITE"]);
        Assert.Equal("+OK\r\n+OK\r\n+OK\r\n", _client.Received());
        using var forwarding = new TestCluster(2);
        var plain = forwarding.Connect(0);
        plain.Send("READONLY");
        Assert.Equal("-ERR This instance has cluster support disabled\r\n", plain.Received());
    }
}
