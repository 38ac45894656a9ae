using System.Net;
using System.Net.Sockets;
using System.Text;
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

/// <summary>A node without Akka: all commands behind a RESP door on a free loopback port.</summary>
internal sealed class NodeFixture : IDisposable
{
    private readonly RespDoor _door;
    private readonly CommandWorkers _workers = new("command worker", CommandWorkers.ForGates, NullLogger.Instance);
    private readonly NodeFacts _facts;
    private readonly NodeServices _services;
    private readonly PartitionTable _partitions;
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    /// <param name="cluster">What CLUSTER and INFO show; none by default.</param>
    /// <param name="everywhere">The other nodes; none by default.</param>
    public NodeFixture(IClusterView? cluster = null, IEverywhere? everywhere = null)
    {
        cluster ??= NoCluster.Instance;
        var table = AllCommands.NewTable();
        var data = new DataSettings();
        var errors = new ErrorCounters();
        var channels = new ChannelTable();
        var clients = new ClientRegistry(Settings, TimeProvider.System);
        _partitions = new PartitionTable(new PartitionLayout(16), i => new Partition(i, (ulong)i, 4096));
        foreach (var partition in _partitions.All) partition.Gate.Open();
        _facts = new NodeFacts(new NodeIdentity("0.0.0"), table, _partitions, clients, channels, errors, data, new ClusterFacts(cluster, NoCopying.Instance, new ClusterCounters()), TimeProvider.System);
        _services = new NodeServices(table, _facts, new NodeConfiguration(data, Settings, []), clients, channels, cluster, everywhere ?? NobodyElse.Instance, NoCopies.Instance, Settings, _lifetime, NullLogger<NodeServices>.Instance, seed: 1);
        var router = new CommandRouter(table, _partitions, new FakeRoom());
        var doorServices = new DoorServices(router, _workers, _partitions, _services, channels, clients, data, errors, new PendingFlushes(), TimeProvider.System);
        _door = new RespDoor(new RespDoorOptions { Port = 0 }, doorServices, NullLogger<RespDoor>.Instance);
        _door.Start();
    }

    public SessionSettings Settings { get; } = new();

    public PartitionTable Partitions => _partitions;

    public int Port => _door.EndPoint!.Port;

    /// <summary>Raised when a command asked for the node's end. What follows is the test's to do.</summary>
    public CancellationToken EndAsked => _lifetime.ApplicationStopping;

    public Client Connect() => new(Port);

    public void CloseDoor() => _door.Stop();

    public void Dispose()
    {
        _door.Dispose();
        _workers.Dispose();
        _services.Dispose();
        _facts.Dispose();
        _partitions.Dispose();
    }

    /// <summary>A connection that sends inline commands and reads what comes back, byte by byte.</summary>
    internal sealed class Client : IDisposable
    {
        /// <summary>Long enough for a busy machine; a test that waits for it has failed.</summary>
        private const int DeadlineMs = 20_000;

        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = DeadlineMs };

        public Client(int port) => _socket.Connect(IPAddress.Loopback, port);

        public void Send(string lines) => _socket.Send(Encoding.Latin1.GetBytes(lines.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n"));

        /// <summary>Receives as many bytes as are expected, and says what they were. CR LF is shown as a blank.</summary>
        public void Expect(string reply)
        {
            var wanted = Encoding.Latin1.GetByteCount(reply.Replace(" ", "", StringComparison.Ordinal)) + (2 * reply.Count(c => c == ' '));
            var bytes = new byte[wanted];
            var at = 0;
            while (at < wanted)
            {
                var received = _socket.Receive(bytes.AsSpan(at));
                if (received == 0) break;
                at += received;
            }
            Assert.Equal(reply, Encoding.Latin1.GetString(bytes, 0, at).Replace("\r\n", " ", StringComparison.Ordinal));
        }

        /// <summary>Waits until the node ends the connection.</summary>
        public void ExpectEnd()
        {
            try
            {
                Assert.Equal(0, _socket.Receive(new byte[1]));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                return;
            }
        }

        /// <summary>Receives to the end of the current line.</summary>
        public string Line()
        {
            var text = new StringBuilder();
            var one = new byte[1];
            while (_socket.Receive(one) == 1 && one[0] != '\n') text.Append((char)one[0]);
            return text.ToString().TrimEnd('\r');
        }

        public void Dispose() => _socket.Dispose();
    }
}
