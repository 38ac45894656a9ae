using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Commands.Tests.Server;

/// <summary>CLUSTER beside what a redis-server 7.0.15 with cluster support was seen to answer.</summary>
public sealed class ClusterTests : IDisposable
{
    private const string Disabled = "-ERR This instance has cluster support disabled";
    private const string First = "8366e66dc84e8d5f84b0c6c3c9f8c600086d226e";
    private const string Second = "1dd6cc0a25f57884ea06d8ca6f838ed9b4f9dcde";
    private const string Third = "b376b07c9a11090158d754eea2eb1e1b8c59ceee";

    private readonly CommandBench _bench = new(AllCommands.Rows);
    private readonly TestCluster _cluster = new();

    public ClusterTests() => _bench.Node.Cluster = _cluster;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Meeting_is_the_nodes_to_do()
    {
        Assert.Equal("-ERR this node cannot join a cluster while it runs: start it with --seed", _bench.Line("CLUSTER MEET 10.0.0.1 4053"));
        var meeting = new RecordedMeeting();
        _bench.Node.Meeting = meeting;
        Assert.Equal("+OK", _bench.Line("CLUSTER MEET 10.0.0.1 4053"));
        Assert.Equal("+OK", _bench.Line("cluster meet cache-1.example 65535"));
        Assert.Equal(["10.0.0.1:4053", "cache-1.example:65535"], meeting.Met);
        meeting.Objection = "this node holds 3 keys, which would be lost: FLUSHALL first";
        Assert.Equal("-ERR this node holds 3 keys, which would be lost: FLUSHALL first", _bench.Line("CLUSTER MEET 10.0.0.1 4053"));
    }

    [Theory]
    [InlineData("10.0.0.1 x", "-ERR Invalid base port specified: x")]
    [InlineData("10.0.0.1 0", "-ERR Invalid node address specified: 10.0.0.1:0")]
    [InlineData("10.0.0.1 65536", "-ERR Invalid node address specified: 10.0.0.1:65536")]
    [InlineData("10.0.0.1 4053 14053", "-ERR Invalid node address specified: 10.0.0.1:4053")]
    [InlineData("10.0.0.1", "-ERR wrong number of arguments for 'cluster|meet' command")]
    public void Nobody_is_met_at_no_address(string words, string error)
    {
        var meeting = new RecordedMeeting();
        _bench.Node.Meeting = meeting;
        Assert.Equal(error, _bench.Line("CLUSTER MEET " + words));
        Assert.Empty(meeting.Met);
    }

    [Theory]
    [InlineData(2, "*0\r\n")]
    [InlineData(3, "%0\r\n")]
    public void Slots_are_ranges_with_their_primary(int protocol, string none)
    {
        _bench.Session.ProtocolVersion = protocol;
        var first = $"*4\r\n$9\r\n127.0.0.1\r\n:17101\r\n$40\r\n{First}\r\n{none}";
        var second = $"*4\r\n$9\r\n127.0.0.1\r\n:17102\r\n$40\r\n{Second}\r\n{none}";
        Assert.Equal(
            $"*4\r\n*3\r\n:0\r\n:100\r\n{first}*3\r\n:101\r\n:199\r\n{second}*3\r\n:200\r\n:8191\r\n{first}*3\r\n:8192\r\n:16383\r\n{second}",
            Raw("CLUSTER", "SLOTS"));
    }

    [Fact]
    public void Slots_of_neighbours_with_other_backups_are_joined_and_primaries_without_address_left_out()
    {
        var nodes = TestCluster.Captured.Nodes;
        _cluster.Picture = TestCluster.Captured with
        {
            Nodes = [nodes[0], nodes[1] with { RespPort = 0 }, nodes[2]],
            Ranges = [new ClusterRange(new SlotRange(0, 63), 0, [1]), new ClusterRange(new SlotRange(64, 127), 0, [2]), new ClusterRange(new SlotRange(128, 191), 1, [0])],
        };
        Assert.Equal($"[[:0, :127, [\"127.0.0.1\", :17101, \"{First}\", []]]]", _bench.Line("CLUSTER SLOTS"));
    }

    [Theory]
    [InlineData(2, "*4", "*14")]
    [InlineData(3, "%2", "%7")]
    public void Shards_are_sets_of_copies(int protocol, string pair, string seven)
    {
        _bench.Session.ProtocolVersion = protocol;
        Assert.Equal(
            $"*2\r\n{pair}\r\n$5\r\nslots\r\n*4\r\n:0\r\n:100\r\n:200\r\n:8191\r\n$5\r\nnodes\r\n*2\r\n{Node(First, 17101, "$6\r\nmaster", 14)}{Node(Third, 17103, "$7\r\nreplica", 14)}"
            + $"{pair}\r\n$5\r\nslots\r\n*4\r\n:101\r\n:199\r\n:8192\r\n:16383\r\n$5\r\nnodes\r\n*1\r\n{Node(Second, 17102, "$6\r\nmaster", 0)}",
            Raw("CLUSTER", "SHARDS"));

        string Node(string id, int port, string role, long offset) =>
            $"{seven}\r\n$2\r\nid\r\n$40\r\n{id}\r\n$4\r\nport\r\n:{port}\r\n$2\r\nip\r\n$9\r\n127.0.0.1\r\n$8\r\nendpoint\r\n$9\r\n127.0.0.1\r\n"
            + $"$4\r\nrole\r\n{role}\r\n$18\r\nreplication-offset\r\n:{offset}\r\n$6\r\nhealth\r\n$6\r\nonline\r\n";
    }

    [Fact]
    public void Shards_show_nodes_that_hold_nothing_and_nodes_that_do_not_answer()
    {
        var nodes = TestCluster.Captured.Nodes;
        _cluster.Picture = TestCluster.Captured with
        {
            Nodes = [nodes[0], nodes[1] with { Health = NodeHealth.Unhealthy }, nodes[2]],
            Ranges = [new ClusterRange(new SlotRange(0, 16383), 0, [1])],
        };
        var shards = _bench.Line("CLUSTER SHARDS");
        Assert.Contains($"[\"slots\", [], \"nodes\", [[\"id\", \"{Third}\"", shards, StringComparison.Ordinal);
        Assert.Contains("\"health\", \"fail\"", shards, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "$")]
    [InlineData(3, "=")]
    public void Nodes_are_lines_of_masters_this_one_first(int protocol, string type)
    {
        _bench.Session.ProtocolVersion = protocol;
        var text = $"{First} 127.0.0.1:17101@27101 myself,master - 0 0 1 connected 0-100 200-8191\n"
            + $"{Second} 127.0.0.1:17102@27102 master - 0 1795646708627 2 connected 101-199 8192-16383\n"
            + $"{Third} 127.0.0.1:17103@27103 master - 0 1795646708000 0 connected\n";
        var raw = Raw("CLUSTER", "NODES");
        Assert.StartsWith(type, raw, StringComparison.Ordinal);
        Assert.EndsWith(text + "\r\n", raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_join_the_slots_of_neighbours_with_other_backups_and_flag_the_silent()
    {
        var nodes = TestCluster.Captured.Nodes;
        _cluster.Picture = TestCluster.Captured with
        {
            Nodes = [nodes[0], nodes[1] with { Health = NodeHealth.Unhealthy }, nodes[2] with { RespPort = 0, Host = "" }],
            Ranges =
            [
                new ClusterRange(new SlotRange(0, 63), 0, [1]), new ClusterRange(new SlotRange(64, 127), 0, [2]), new ClusterRange(new SlotRange(200, 200), 0, []),
            ],
        };
        var lines = Raw("CLUSTER", "NODES").Split('\n');
        Assert.EndsWith("myself,master - 0 0 1 connected 0-127 200", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("master,fail? - 1795646708627 1795646708627 2 disconnected", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(":0@27103 master,noaddr - 0 1795646708000 0 connected", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Info_counts_slots_nodes_and_messages()
    {
        Assert.Equal(
            """
            "cluster_state:ok\r\ncluster_slots_assigned:16384\r\ncluster_slots_ok:16384\r\ncluster_slots_pfail:0\r\ncluster_slots_fail:0\r\ncluster_known_nodes:3\r\ncluster_size:2\r\ncluster_current_epoch:2\r\ncluster_my_epoch:1\r\ncluster_stats_messages_sent:50\r\ncluster_stats_messages_received:49\r\ntotal_cluster_links_buffer_limit_exceeded:3\r\n"
            """,
            _bench.Line("CLUSTER INFO"));
        var nodes = TestCluster.Captured.Nodes;
        _cluster.Picture = TestCluster.Captured with { Nodes = [nodes[0], nodes[1] with { Health = NodeHealth.Unhealthy }, nodes[2]], Ranges = [.. TestCluster.Captured.Ranges.Take(3)] };
        var text = _bench.Line("CLUSTER INFO");
        Assert.Contains("cluster_state:fail\\r\\ncluster_slots_assigned:8192\\r\\ncluster_slots_ok:8093\\r\\ncluster_slots_pfail:99", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "*12")]
    [InlineData(3, "%6")]
    public void Links_are_shown_in_both_directions(int protocol, string six)
    {
        _bench.Session.ProtocolVersion = protocol;
        string Link(string direction) => $"{six}\r\n$9\r\ndirection\r\n{direction}\r\n$4\r\nnode\r\n$40\r\n{Second}\r\n$11\r\ncreate-time\r\n:1795646692790\r\n"
            + "$6\r\nevents\r\n$1\r\nr\r\n$21\r\nsend-buffer-allocated\r\n:0\r\n$16\r\nsend-buffer-used\r\n:0\r\n";
        Assert.Equal($"*2\r\n{Link("$2\r\nto")}{Link("$4\r\nfrom")}", Raw("CLUSTER", "LINKS"));
    }

    [Theory]
    [InlineData("CLUSTER MYID", $"\"{First}\"")]
    [InlineData("CLUSTER KEYSLOT a", ":15495")]
    [InlineData("CLUSTER KEYSLOT {a}b", ":15495")]
    [InlineData("CLUSTER KEYSLOT", "-ERR wrong number of arguments for 'cluster|keyslot' command")]
    [InlineData("CLUSTER NODES x", "-ERR wrong number of arguments for 'cluster|nodes' command")]
    [InlineData("CLUSTER FOO", "-ERR unknown subcommand 'FOO'. Try CLUSTER HELP.")]
    [InlineData("CLUSTER COUNTKEYSINSLOT -1", "-ERR Invalid slot")]
    [InlineData("CLUSTER COUNTKEYSINSLOT 16384", "-ERR Invalid slot")]
    [InlineData("CLUSTER COUNTKEYSINSLOT x", "-ERR value is not an integer or out of range")]
    [InlineData("CLUSTER GETKEYSINSLOT 16384 1", "-ERR Invalid slot or number of keys")]
    [InlineData("CLUSTER GETKEYSINSLOT 1 -1", "-ERR Invalid slot or number of keys")]
    [InlineData("CLUSTER GETKEYSINSLOT x 1", "-ERR value is not an integer or out of range")]
    [InlineData("CLUSTER GETKEYSINSLOT 1 x", "-ERR value is not an integer or out of range")]
    [InlineData("READONLY", "+OK")]
    [InlineData("READWRITE", "+OK")]
    [InlineData("ASKING", "+OK")]
    [InlineData("SELECT 0", "+OK")]
    [InlineData("SELECT 1", "-ERR SELECT is not allowed in cluster mode")]
    public void Command_answers_as_redis_cluster(string command, string reply) => Assert.Equal(reply, _bench.Line(command));

    [Fact]
    public void Help_lists_the_subcommands() => Assert.StartsWith("[+CLUSTER <subcommand>", _bench.Line("CLUSTER HELP"), StringComparison.Ordinal);

    [Fact]
    public void Hello_says_what_a_client_is_connected_to()
    {
        Assert.Contains("\"mode\", \"cluster\"", _bench.Line("HELLO 2"), StringComparison.Ordinal);
        _cluster.Redirects = false;
        Assert.Contains("\"mode\", \"standalone\"", _bench.Line("HELLO 2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_a_slot_are_those_that_live_here()
    {
        _bench.Line("MSET {a}1 v {a}2 v {a}3 v other v");
        _bench.Line("SET {a}4 v PX 5");
        _bench.NowMs += 5;
        Assert.Equal(":3", _bench.Line("CLUSTER COUNTKEYSINSLOT 15495"));
        Assert.Equal(":0", _bench.Line("CLUSTER COUNTKEYSINSLOT 15494"));
        var keys = _bench.Line("CLUSTER GETKEYSINSLOT 15495 10");
        Assert.All(["\"{a}1\"", "\"{a}2\"", "\"{a}3\""], key => Assert.Contains(key, keys, StringComparison.Ordinal));
        Assert.Equal(2, _bench.Line("CLUSTER GETKEYSINSLOT 15495 2").Split(", ").Length);
        Assert.Equal("[]", _bench.Line("CLUSTER GETKEYSINSLOT 15495 0"));
        _bench.Keyspace.Close(_bench.SpaceOf("a").Index);
        Assert.Equal(":0", _bench.Line("CLUSTER COUNTKEYSINSLOT 15495"));
        Assert.Equal("[]", _bench.Line("CLUSTER GETKEYSINSLOT 15495 10"));
    }

    [Fact]
    public void Keys_of_a_slot_are_found_among_many()
    {
        for (var i = 0; i < 20_000; i++) _bench.Run("SET", $"key{i}", "v");
        var expected = Enumerable.Range(0, 20_000).Count(i => HashSlot.Of(Encoding.ASCII.GetBytes($"key{i}")) == 77);
        Assert.NotEqual(0, expected);
        Assert.Equal($":{expected}", _bench.Line("CLUSTER COUNTKEYSINSLOT 77"));
        Assert.Equal(expected, _bench.Line("CLUSTER GETKEYSINSLOT 77 1000").Split(", ").Distinct().Count());
    }

    [Theory]
    [InlineData("CLUSTER SLOTS")]
    [InlineData("CLUSTER SHARDS")]
    [InlineData("CLUSTER INFO")]
    [InlineData("CLUSTER MYID")]
    [InlineData("CLUSTER LINKS")]
    [InlineData("CLUSTER HELP")]
    [InlineData("CLUSTER COUNTKEYSINSLOT 1")]
    [InlineData("CLUSTER GETKEYSINSLOT 1 1")]
    public void Node_that_forwards_shows_its_cluster_and_a_lone_one_has_none(string command)
    {
        _cluster.Redirects = false;
        Assert.NotEqual(Disabled, _bench.Line(command));
        _cluster.IsShown = false;
        Assert.Equal(Disabled, _bench.Line(command));
    }

    [Theory]
    [InlineData("CLUSTER NODES")]
    [InlineData("READONLY")]
    [InlineData("READWRITE")]
    [InlineData("ASKING")]
    public void Node_that_forwards_is_no_redis_cluster_to_clients(string command)
    {
        _cluster.Redirects = false;
        Assert.Equal(Disabled, _bench.Line(command));
    }

    [Fact]
    public void Keyslot_works_without_a_cluster()
    {
        _bench.Node.Cluster = NoCluster.Instance;
        Assert.Equal(":15495", _bench.Line("CLUSTER KEYSLOT a"));
    }

    private string Raw(params string[] command)
    {
        Assert.True(_bench.Execute(CommandBytes.Of(command)));
        return Encoding.Latin1.GetString(_bench.TakeReply());
    }

    private sealed class RecordedMeeting : IMeeting
    {
        public List<string> Met { get; } = [];

        public string? Objection { get; set; }

        public string? Meet(string host, int akkaPort)
        {
            if (Objection is null) Met.Add($"{host}:{akkaPort}");
            return Objection;
        }
    }
}
