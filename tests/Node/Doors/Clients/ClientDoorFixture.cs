using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Doors.Resp;
using AkkaCache.Node.Tests.Routing;
using AkkaCache.Node.Tests.Routing.Cluster;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Doors.Clients;

/// <summary>A client door on a free loopback port with all commands of a lone node behind it.</summary>
internal sealed class ClientDoorFixture : IDisposable
{
    private readonly ClientDoor _door;
    private readonly CommandWorkers _workers = new("command worker", CommandWorkers.ForGates, NullLogger.Instance);
    private readonly NodeFacts _facts;
    private readonly NodeServices _services;
    private readonly PartitionTable _partitions;
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    public ClientDoorFixture(ClientDoorOptions? options = null, RespDoorOptions? limits = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var table = AllCommands.NewTable();
        var data = new DataSettings();
        var errors = new ErrorCounters();
        var channels = new ChannelTable();
        var layout = new PartitionLayout(16);
        Clients = new ClientRegistry(Settings, time);
        _partitions = new PartitionTable(layout, i => new Partition(i, (ulong)i, 4096));
        foreach (var partition in _partitions.All) partition.Gate.Open();
        _facts = new NodeFacts(new NodeIdentity("0.0.0") { Name = "one" }, table, _partitions, Clients, channels, errors, data, new ClusterFacts(NoCluster.Instance, NoCopying.Instance, new ClusterCounters()), time, Counters);
        _services = new NodeServices(table, _facts, new NodeConfiguration(data, Settings, []), Clients, channels, NoCluster.Instance, NobodyElse.Instance, NoCopies.Instance, Settings, _lifetime, NullLogger<NodeServices>.Instance, seed: 1);
        var services = new DoorServices(new CommandRouter(table, _partitions, new FakeRoom()), _workers, _partitions, _services, channels, Clients, data, errors, new PendingFlushes(), time);
        Directory = new FakeDirectory(new NodeId("own"), layout.Count);
        _door = new ClientDoor((options ?? new ClientDoorOptions()) with { Port = 0 }, limits ?? new RespDoorOptions(), services, layout, _partitions, Directory, Contacts, Counters, Log);
        _door.Start();
    }

    public SessionSettings Settings { get; } = new();

    public ClientRegistry Clients { get; }

    public ClientDoorCounters Counters { get; } = new();

    public RecordingLog<ClientDoor> Log { get; } = new();

    public FakeDirectory Directory { get; }

    public FakeContacts Contacts { get; } = new();

    public PartitionTable Partitions => _partitions;

    public int Port => _door.EndPoint!.Port;

    public int Sessions => _door.SessionCount;

    public Task DrainAsync(TimeSpan patience) => _door.DrainAsync(patience);

    public void CloseDoor() => _door.Stop();

    public void Dispose()
    {
        _door.Dispose();
        _workers.Dispose();
        _services.Dispose();
        _facts.Dispose();
        _partitions.Dispose();
        _lifetime.StopApplication();
    }

    internal sealed class FakeContacts : INodeContacts
    {
        /// <summary>Of every node.</summary>
        public string Name { get; set; } = "";

        public NodeContact Of(NodeId node) => new("host-of-" + node.Value, 6379, 4053, Name, "") { ClientPort = 4054 };
    }
}
