using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Admin.Info;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Admin;

/// <summary>INFO's sections and HELLO's facts, gathered when somebody asks.</summary>
public sealed class NodeFacts : INodeFacts, IDisposable
{
    private static readonly string[] Everything =
    [
        "server", "clients", "memory", "persistence", "stats", "replication", "cpu", "modules", "commandstats", "errorstats", "cluster",
        "nodes", "akkacache", "boards", "keyspace",
    ];

    private static readonly string[] Default = [.. Everything.Where(section => section is not "commandstats")];

    private readonly long _startedMs;

    public NodeFacts(
        NodeIdentity identity, CommandTable table, PartitionTable partitions, ClientRegistry clients, ChannelTable channels, ErrorCounters errors,
        DataSettings settings, ClusterFacts cluster, TimeProvider time, ClientDoorCounters? clientDoor = null)
    {
        Identity = identity;
        Table = table;
        Partitions = partitions;
        Clients = clients;
        Channels = channels;
        Errors = errors;
        Settings = settings;
        Cluster = cluster;
        Time = time;
        ClientDoor = clientDoor ?? new ClientDoorCounters();
        _startedMs = NowMs;
        Calls = new CallBaseline(table);
        ErrorBaseline = new Dictionary<string, long>();
        Baseline = NodeStatistics.Take(partitions, clients, errors);
        Traffic = new TrafficSampler(clients, time);
    }

    public string Name => Identity.Name;
    public string Version => Identity.Version;
    public string RedisVersion => NodeIdentity.RedisVersion;
    public long UnixTimeMicroseconds => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    public IReadOnlyList<string> DefaultSections => Default;
    public IReadOnlyList<string> AllSections => Everything;

    public NodeRole Role
    {
        get
        {
            var backups = Cluster.Copying.Backups;
            if (backups.Count == 0) return new NodeRole(0, []);
            var picture = Cluster.View.Take();
            return new NodeRole(Cluster.Copying.Offset, [.. backups.Select(backup => BackupOf(backup, picture))]);
        }
    }

    internal NodeIdentity Identity { get; }
    internal CommandTable Table { get; }
    internal PartitionTable Partitions { get; }
    internal ClientRegistry Clients { get; }
    internal ChannelTable Channels { get; }
    internal ErrorCounters Errors { get; }
    internal DataSettings Settings { get; }
    internal ClusterFacts Cluster { get; }
    internal ClientDoorCounters ClientDoor { get; }
    internal TimeProvider Time { get; }
    internal CallBaseline Calls { get; }
    internal IReadOnlyDictionary<string, long> ErrorBaseline { get; private set; }
    internal NodeStatistics Baseline { get; private set; }
    internal TrafficSampler Traffic { get; }
    internal long UptimeSeconds => Math.Max(0, NowMs - _startedMs) / 1000;

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What happened since the start or the last reset.</summary>
    public NodeStatistics Statistics => NodeStatistics.Take(Partitions, Clients, Errors).Since(Baseline);

    public void AppendSection(string section, StringBuilder text)
    {
        var lines = new InfoText(text);
        switch (section)
        {
            case "server": ServerSection.Append(lines, this); break;
            case "clients": TrafficSections.AppendClients(lines, this); break;
            case "memory": MemorySection.Append(lines, this); break;
            case "persistence": ServerSection.AppendPersistence(lines); break;
            case "stats": TrafficSections.AppendStatistics(lines, this); break;
            case "replication": ClusterSections.AppendReplication(lines, this); break;
            case "cpu": ServerSection.AppendCpu(lines); break;
            case "modules": lines.Heading("Modules"); break;
            case "commandstats": TrafficSections.AppendCommands(lines, this); break;
            case "errorstats": TrafficSections.AppendErrors(lines, this); break;
            case "cluster": ClusterSections.AppendCluster(lines, this); break;
            case "nodes": ClusterSections.AppendNodes(lines, this); break;
            case "akkacache": OwnSections.AppendNode(lines, this); break;
            case "boards": OwnSections.AppendBoards(lines, this); break;
            case "keyspace": MemorySection.AppendKeyspace(lines, this); break;
        }
    }

    public void ResetStatistics()
    {
        Baseline = NodeStatistics.Take(Partitions, Clients, Errors);
        Calls.Take();
        Cluster.TakeBaseline();
        ErrorBaseline = new Dictionary<string, long>(Errors.ByCode());
    }

    public void Dispose() => Traffic.Dispose();

    private static NodeBackup BackupOf(BackupProgress backup, ClusterPicture picture)
    {
        var id = ClusterView.IdOf(backup.Node);
        var node = picture.Nodes.FirstOrDefault(node => node.Id == id);
        return new NodeBackup(node?.Host ?? "", node?.RespPort ?? 0, backup.Offset);
    }
}
