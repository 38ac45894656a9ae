using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Routing.AllNodes;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Admin;

/// <summary>INFO of a node among others.</summary>
public sealed class ClusterSectionsTests : IDisposable
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");

    private readonly PartitionTable _partitions = new(new PartitionLayout(16), i => new Partition(i, (ulong)i, 4096));
    private readonly ClusterCounters _counters = new();
    private readonly TestDirectory _directory = new(A, [A, B], 16);
    private readonly ClusterViewTests.Contacts _contacts = new();
    private readonly Copying _copying = new();

    public ClusterSectionsTests()
    {
        _contacts.All[A] = new NodeContact("127.0.0.1", 7001, 5001, "first", "z1");
        _contacts.All[B] = new NodeContact("127.0.0.1", 7002, 5002, "second", "z2") { Health = NodeHealth.Unhealthy, Offset = 40 };
        for (var partition = 0; partition < 16; partition++)
        {
            _directory.SetPrimary(partition, partition < 8 ? A : B);
            _directory.Copies[partition] = partition < 8 ? [A, B] : [B];
        }
    }

    public void Dispose() => _partitions.Dispose();

    [Fact]
    public void Replication_shows_the_nodes_that_hold_backups_as_redis_shows_replicas()
    {
        using var facts = Facts(redirects: false);
        var lines = Section(facts, "replication");
        Assert.Equal(["# Replication", "role:master", "connected_slaves:1"], lines[..3]);
        Assert.Equal(
            "slave0:ip=127.0.0.1,port=7002,state=send_bulk,offset=90,lag=2,partitions=8,in_sync=6,catching_up=2,lag_effects=10,lag_bytes=640,lag_ms=2500",
            lines[3]);
        Assert.Contains("master_repl_offset:100", lines);
        Assert.Contains("replication_mode:sync", lines);
        Assert.Contains("replication_copies:2", lines);
        Assert.Contains("replication_epoch:16", lines);
        Assert.Contains("replication_lag_effects:10", lines);
        Assert.Contains("replication_lag_bytes:640", lines);
        Assert.Contains("replication_lag_ms:2500", lines);
    }

    [Fact]
    public void Role_names_them_too()
    {
        using var facts = Facts(redirects: false);
        Assert.Equal(100, facts.Role.Offset);
        Assert.Equal(new NodeBackup("127.0.0.1", 7002, 90), Assert.Single(facts.Role.Backups));
    }

    [Fact]
    public void Nodes_are_counted_by_health_and_described()
    {
        _counters.RingCollisions = 3;
        using var facts = Facts(redirects: false);
        var lines = Section(facts, "nodes");
        Assert.Equal(["# Nodes", "routing:forward", "nodes_known:2", "nodes_healthy:1", "nodes_degraded:0", "nodes_unhealthy:1", "slots_without_primary:0", "ring_hash_collisions:3"], lines[..8]);
        Assert.Equal(
            $"node1:id={ClusterView.IdOf(B)},name=second,zone=z2,ip=127.0.0.1,port=7002,akka_port=5002,state=unhealthy,slots=8192,backup_slots=8192,epoch=16,offset=40,ping_us=0",
            lines[^1]);
    }

    [Fact]
    public void Counters_are_shown_under_their_names_until_reset()
    {
        using var facts = Facts(redirects: false);
        _counters.Forwarded.Add(5);
        _counters.FailOvers.Add(2);
        _counters.CountParkedBy(() => 2);
        var lines = Section(facts, "nodes");
        Assert.Contains("commands_forwarded:5", lines);
        Assert.Contains("fail_overs:2", lines);
        Assert.Contains("commands_parked_now:2", lines);
        facts.ResetStatistics();
        _counters.Forwarded.Add(1);
        lines = Section(facts, "nodes");
        Assert.Contains("commands_forwarded:1", lines);
        Assert.Contains("fail_overs:0", lines);
        Assert.Equal(_counters.All.Count, _counters.All.Select(counter => counter.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(false, "cluster_enabled:0", "redis_mode:standalone")]
    [InlineData(true, "cluster_enabled:1", "redis_mode:cluster")]
    public void Node_is_a_redis_cluster_to_clients_only_when_it_redirects(bool redirects, string enabled, string mode)
    {
        using var facts = Facts(redirects);
        Assert.Equal(["# Cluster", enabled], Section(facts, "cluster"));
        Assert.Contains(mode, Section(facts, "server"));
    }

    private NodeFacts Facts(bool redirects)
    {
        var time = new FakeTimeProvider();
        var view = new ClusterView(new PartitionLayout(16), _directory, _contacts, _counters, redirects);
        return new NodeFacts(
            new NodeIdentity("1.2.3"), AllCommands.NewTable(), _partitions, new ClientRegistry(new SessionSettings(), time), new ChannelTable(), new ErrorCounters(), new DataSettings(),
            new ClusterFacts(view, _copying, _counters), time);
    }

    private static string[] Section(NodeFacts facts, string name)
    {
        var text = new StringBuilder();
        facts.AppendSection(name, text);
        return text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Copying : ICopying
    {
        public string Mode => "sync";
        public int Copies => 2;
        public long Offset => 100;
        public IReadOnlyList<BackupProgress> Backups => [new(B, Partitions: 8, InSync: 6, CatchingUp: 2, Offset: 90, LagEffects: 10, LagBytes: 640, LagMs: 2500)];
    }
}
