using System.Collections.Immutable;
using System.Security.Cryptography;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>Replication of this node, put together: made when the node knows who it is, told by membership and by other nodes, ended with the node.</summary>
public sealed class NodeReplication : IMembershipSink, IDrain, IDisposable
{
    private readonly PartitionTable _partitions;
    private readonly PartitionDirectory _directory;
    private readonly PeerLinks _links;
    private readonly Forwarder _forwarder;
    private readonly NodeDeparture _departure;
    private readonly NodeReadiness _readiness;
    private readonly ReplicationOptions _options;
    private readonly ReplicaServices _services;
    private readonly ReplicationSender _sender;
    private readonly ILoggerFactory _logs;
    private readonly HashSet<NodeId> _gone = [];
    private readonly RuleCounts _counts;
    private readonly CopyComparisons? _comparisons;
    private ReplicationRunner? _runner;
    private JournalFile? _journal;

    public NodeReplication(PartitionTable partitions, PartitionDirectory directory, ReplicaNews news, PeerLinks links, Forwarder forwarder, PendingFlushes flushes, MonotonicClock clock, ClusterCounters counters, NodeDeparture departure, NodeReadiness readiness, NodeOptions options, ILoggerFactory logs)
    {
        _partitions = partitions;
        _directory = directory;
        _links = links;
        _forwarder = forwarder;
        _counts = new RuleCounts(counters);
        _departure = departure;
        _readiness = readiness;
        _options = options.Replication;
        _logs = logs;
        _sender = new ReplicationSender(links);
        _services = new ReplicaServices(clock, _sender.HasRoom, flushes, new PendingCuts(_options.MaxMoves, logs.CreateLogger<PendingCuts>()), _options.Mode == ReplicationMode.Sync, WriteLimitsOf(_options), news, counters);
        if (_options.CompareEvery > TimeSpan.Zero && _options.Mode != ReplicationMode.None) _comparisons = new CopyComparisons(partitions.All.ToArray(), _options.CompareEvery, logs.CreateLogger<CopyComparisons>());
    }

    /// <summary>Times that all copies of this node's partitions were compared with them.</summary>
    public long Comparisons => _comparisons?.Rounds ?? 0;

    /// <summary>Null until the node knows its address.</summary>
    public ReplicationRunner? Runner => Volatile.Read(ref _runner);

    /// <summary>Snapshots that this node sends now.</summary>
    public int Snapshots => _services.Cuts.Count;

    /// <summary>Nothing depends on this node any more: it is primary of nothing, and no set of whole copies names it.</summary>
    public bool IsDrained
    {
        get
        {
            for (var partition = 0; partition < _partitions.PartitionCount; partition++)
            {
                if (_directory.PrimaryOf(partition) == _directory.Self || _directory.CopiesOf(partition).Contains(_directory.Self)) return false;
            }
            return true;
        }
    }

    public void Start(NodeId self)
    {
        _directory.Start(self);
        _journal = JournalFile.TryOpen(_options.JournalDirectory, self, _options.JournalBytes, _logs.CreateLogger<JournalFile>());
        var runner = new ReplicationRunner(self, _partitions.AllHosts, Settings(_options), _sender, _services, RandomNumberGenerator.GetInt32(int.MaxValue), _logs.CreateLogger<ReplicationRunner>(), _journal)
        {
            Ticked = LookAround,
            Retired = _departure.Retire,
        };
        Volatile.Write(ref _runner, runner);
        _links.RoomAgain += (_, what) => runner.RoomAgain(what);
        runner.Start();
        _comparisons?.Start();
    }

    public void FirstOfCluster() => _runner!.Found();

    public void MembersChanged(ImmutableArray<NodeId> up, ImmutableArray<NodeId> gone)
    {
        _directory.MembersChanged(up);
        _runner!.Desire(up, gone);
        _gone.IntersectWith(gone);
        foreach (var node in gone)
        {
            if (!_gone.Add(node)) continue;
            _links.Forget(node);
            _forwarder.NodeGone(node);
        }
    }

    public void Unreachable(NodeId node) => _runner!.Suspect(node);

    public void Reachable(NodeId node)
    {
    }

    public void PlanChanged(long version, ImmutableArray<PartitionOwners> owners)
    {
        for (var partition = 0; partition < owners.Length; partition++) _runner!.Plan(partition, owners[partition]);
    }

    public void Dispose()
    {
        _comparisons?.Dispose();
        _runner?.Dispose();
        _journal?.Dispose();
    }

    private static WriteLimits WriteLimitsOf(ReplicationOptions options)
    {
        var wanted = options.MinInSync > 0 ? options.MinInSync : Math.Min(2, options.Factor);
        return new WriteLimits(options.Mode == ReplicationMode.Sync ? wanted : 0, options.MaxLagBytes, options.InSyncWait);
    }

    private static ReplicationSettings Settings(ReplicationOptions options) => new()
    {
        LeastInSync = options.Mode == ReplicationMode.Sync ? options.MinInSync : 0,
        Copies = options.Mode == ReplicationMode.None ? 1 : options.Factor,
        Lease = options.Lease.Ticks,
        SuspectAfter = options.SuspectAfter.Ticks,
        GiveUpAfter = options.Mode == ReplicationMode.None && options.GiveUpAfter > TimeSpan.Zero ? options.GiveUpAfter.Ticks : long.MaxValue,
        PingInterval = options.PingInterval.Ticks,
        BackupTimeout = options.BackupTimeout.Ticks,
    };

    /// <summary>The node has answered pings over its link until now.</summary>
    private bool Hears(NodeId node) => Runner is { } runner && _services.Clock.Now - runner.PongAt(node) <= _options.SuspectAfter.Ticks;

    private void LookAround()
    {
        _readiness.Look();
        _counts.Update(_runner!);
        if (_directory.IsAlone) return;
        _directory.Silent([.. _directory.Nodes.Where(node => node != _directory.Self && !Hears(node))]);
    }
}
