using AkkaCache.Node.Doors.Clients;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Doors.Resp;
using AkkaCache.Node.Tests.Routing.Cluster;
using AkkaCache.Node.Tests.Sessions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Doors.Clients;

/// <summary>A client door on a free loopback port with all commands of a lone node behind it.</summary>
internal sealed class ClientDoorFixture : IDisposable
{
    private readonly BareNode _node;
    private readonly ClientDoor _door;

    public ClientDoorFixture(ClientDoorOptions? options = null, RespDoorOptions? limits = null, TimeProvider? time = null)
    {
        _node = new BareNode("one", time: time, counters: Counters);
        Directory = new FakeDirectory(new NodeId("own"), _node.Layout.Count);
        _door = new ClientDoor((options ?? new ClientDoorOptions()) with { Port = 0 }, limits ?? new RespDoorOptions(), _node.ForDoors, _node.Layout, Partitions, Directory, Contacts, Counters, Log);
        _door.Start();
    }

    public SessionSettings Settings => _node.Settings;

    public ClientRegistry Clients => _node.Clients;

    public ClientDoorCounters Counters { get; } = new();

    public RecordingLog<ClientDoor> Log { get; } = new();

    public FakeDirectory Directory { get; }

    public FakeContacts Contacts { get; } = new();

    public PartitionTable Partitions => _node.Partitions;

    public int Port => _door.EndPoint!.Port;

    public int Sessions => _door.SessionCount;

    public Task DrainAsync(TimeSpan patience) => _door.DrainAsync(patience);

    public void CloseDoor() => _door.Stop();

    public void Dispose()
    {
        _door.Dispose();
        _node.Dispose();
    }

    internal sealed class FakeContacts : INodeContacts
    {
        /// <summary>Of every node.</summary>
        public string Name { get; set; } = "";

        public NodeContact Of(NodeId node) => new("host-of-" + node.Value, 6379, 4053, Name, "") { ClientPort = 4054 };
    }
}
