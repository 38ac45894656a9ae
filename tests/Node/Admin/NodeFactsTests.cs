using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Admin;

public sealed class NodeFactsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000).AddMicroseconds(42));
    private readonly PartitionTable _partitions = new(new PartitionLayout(16), i => new Partition(i, (ulong)i, 4096));
    private readonly ErrorCounters _errors = new();
    private readonly ChannelTable _channels = new();
    private readonly ClusterFacts _cluster = new(NoCluster.Instance, NoCopying.Instance, new ClusterCounters());
    private readonly ClientRegistry _clients;
    private readonly NodeFacts _facts;

    public NodeFactsTests()
    {
        _clients = new ClientRegistry(new SessionSettings(), _time);
        var identity = new NodeIdentity("1.2.3") { Name = "node-1", RespPort = 7001, Doors = [new("resp", "127.0.0.1:7001")] };
        _facts = new NodeFacts(identity, AllCommands.NewTable(), _partitions, _clients, _channels, _errors, new DataSettings { MaxMemoryBytes = 916_272 }, _cluster, _time);
    }

    public void Dispose()
    {
        _facts.Dispose();
        _partitions.Dispose();
    }

    [Fact]
    public void Every_section_has_a_heading_and_lines_of_name_and_value()
    {
        foreach (var section in _facts.AllSections)
        {
            var lines = Section(section);
            Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
            Assert.Equal(section, lines[0][2..].ToLowerInvariant());
            Assert.All(lines[1..], line => Assert.Matches("^[a-z_0-9|]+:", line));
        }
    }

    [Fact]
    public void Unknown_section_is_empty() => Assert.Empty(Section("nonsense"));

    [Fact]
    public void Default_leaves_command_statistics_out()
        => Assert.Equal(["commandstats"], _facts.AllSections.Except(_facts.DefaultSections));

    [Fact]
    public void Server_says_who_and_since_when()
    {
        // Adjusted, not advanced: two days of the sampler's timer are 700 000 calls.
        _time.AdjustTime(_time.GetUtcNow().AddHours(49));
        var lines = Section("server");
        Assert.Contains("redis_version:7.0.15", lines);
        Assert.Contains("akkacache_version:1.2.3", lines);
        Assert.Contains("tcp_port:7001", lines);
        Assert.Contains("uptime_in_seconds:176400", lines);
        Assert.Contains("uptime_in_days:2", lines);
        Assert.Equal(1_700_176_400_000_042, _facts.UnixTimeMicroseconds);
    }

    [Fact]
    public void Keyspace_counts_the_keys_that_are_served_here_and_those_that_expire()
    {
        Assert.Equal(["# Keyspace"], Section("keyspace"));
        _partitions[3].Space.Store.AddString("a"u8, "1"u8, 0);
        var entry = _partitions[4].Space.Store.AddString("b"u8, "1"u8, 0);
        _partitions[4].Space.Store.SetDue(entry, 5_000_000_000_000);
        Assert.Equal(["# Keyspace"], Section("keyspace"));
        _partitions[3].Gate.Open();
        _partitions[4].Gate.Open();
        Assert.Equal(["# Keyspace", "db0:keys=2,expires=1,avg_ttl=0"], Section("keyspace"));
    }

    [Fact]
    public void Memory_is_shown_for_people_too()
    {
        Assert.Contains("maxmemory_human:894.80K", Section("memory"));
        Assert.Contains("used_memory_human:0B", Section("memory"));
    }

    [Fact]
    public void Errors_are_counted_by_code_until_reset()
    {
        _errors.Count("ERR syntax error"u8);
        _errors.Count("ERR other"u8);
        _errors.Count("WRONGTYPE Operation"u8);
        Assert.Equal(["# Errorstats", "errorstat_ERR:count=2", "errorstat_WRONGTYPE:count=1"], Section("errorstats"));
        Assert.Contains("total_error_replies:3", Section("stats"));
        _facts.ResetStatistics();
        _errors.Count("ERR again"u8);
        Assert.Equal(["# Errorstats", "errorstat_ERR:count=1"], Section("errorstats"));
        Assert.Contains("total_error_replies:1", Section("stats"));
    }

    [Fact]
    public void Statistics_add_the_partitions_up_and_begin_again_at_reset()
    {
        _partitions[0].Space.Statistics.Hits = 3;
        _partitions[1].Space.Statistics.Hits = 4;
        _partitions[1].Space.Statistics.BoardAdds = 5;
        _clients.Received(10);
        Assert.Contains("keyspace_hits:7", Section("stats"));
        Assert.Contains("total_net_input_bytes:10", Section("stats"));
        Assert.Contains("board_adds:5", Section("boards"));
        _facts.ResetStatistics();
        _partitions[0].Space.Statistics.Hits++;
        Assert.Contains("keyspace_hits:1", Section("stats"));
        Assert.Contains("total_net_input_bytes:0", Section("stats"));
        Assert.Contains("board_adds:0", Section("boards"));
    }

    [Fact]
    public void Own_section_names_node_partitions_and_doors()
    {
        _partitions[0].Gate.Open();
        var lines = Section("akkacache");
        Assert.Contains("node_name:node-1", lines);
        Assert.Contains("partitions:16", lines);
        Assert.Contains("partitions_open:1", lines);
        Assert.Contains("door_resp:127.0.0.1:7001", lines);
    }

    [Fact]
    public void Rates_cover_the_last_two_seconds()
    {
        Assert.Contains("instantaneous_input_kbps:0.00", Section("stats"));
        for (var i = 0; i < 8; i++)
        {
            _clients.Received(1024);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }
        Assert.Contains("instantaneous_input_kbps:4.00", Section("stats"));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("instantaneous_input_kbps:0.00", Section("stats"));
    }

    private string[] Section(string name)
    {
        var text = new StringBuilder();
        _facts.AppendSection(name, text);
        return text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
