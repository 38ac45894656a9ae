using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Routing;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Sessions;

/// <summary>What the doors of a node need, without Akka and without a door: all commands, open partitions, clients, services.</summary>
internal sealed class BareNode : IDisposable
{
    private readonly CommandWorkers _workers = new("command worker", CommandWorkers.ForGates, NullLogger.Instance);
    private readonly NodeFacts _facts;
    private readonly NodeServices _services;
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    /// <param name="cluster">What CLUSTER and INFO show; none by default.</param>
    /// <param name="everywhere">The other nodes; none by default.</param>
    public BareNode(string name = "", IClusterView? cluster = null, IEverywhere? everywhere = null, TimeProvider? time = null, ClientDoorCounters? counters = null)
    {
        cluster ??= NoCluster.Instance;
        time ??= TimeProvider.System;
        var table = AllCommands.NewTable();
        var data = new DataSettings();
        var errors = new ErrorCounters();
        var channels = new ChannelTable();
        Clients = new ClientRegistry(Settings, time);
        Partitions = new PartitionTable(Layout, i => new Partition(i, (ulong)i, 4096));
        foreach (var partition in Partitions.All) partition.Gate.Open();
        _facts = new NodeFacts(new NodeIdentity("0.0.0") { Name = name }, table, Partitions, Clients, channels, errors, data, new ClusterFacts(cluster, NoCopying.Instance, new ClusterCounters()), time, counters);
        _services = new NodeServices(table, _facts, new NodeConfiguration(data, Settings, []), Clients, channels, cluster, everywhere ?? NobodyElse.Instance, NoCopies.Instance, NoMeeting.Instance, Settings, _lifetime, NullLogger<NodeServices>.Instance, seed: 1);
        ForDoors = new DoorServices(new CommandRouter(table, Partitions, new FakeRoom()), _workers, Partitions, _services, channels, Clients, data, errors, new PendingFlushes(), time);
    }

    public PartitionLayout Layout { get; } = new(16);

    public SessionSettings Settings { get; } = new();

    public ClientRegistry Clients { get; }

    public PartitionTable Partitions { get; }

    /// <summary>For a door to be made with; the door is disposed before this.</summary>
    public DoorServices ForDoors { get; }

    /// <summary>Raised when a command asked for the node's end. What follows is the test's to do.</summary>
    public CancellationToken EndAsked => _lifetime.ApplicationStopping;

    public void Dispose()
    {
        _workers.Dispose();
        _services.Dispose();
        _facts.Dispose();
        Partitions.Dispose();
        _lifetime.StopApplication();
    }
}
