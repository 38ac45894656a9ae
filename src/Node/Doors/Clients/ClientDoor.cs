using System.Net;
using Akka.Actor;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Remoting;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>The door for .NET clients on the network: an actor system of its own that takes frames and nothing else.</summary>
/// <remarks>Clients never reach the cluster's system.</remarks>
public sealed class ClientDoor : FrameDoor
{
    /// <summary>Beside those with a session: who has just come, or will be told why there is no place.</summary>
    private const int ConnectionsWithoutSession = 100;

    /// <summary>How long frames that say goodbye may take to leave when the door closes.</summary>
    private static readonly TimeSpan TerminationPatience = TimeSpan.FromSeconds(5);

    private readonly ClientDoorOptions _options;
    private ActorSystem? _system;
    private FrameInlet? _inlet;

    public ClientDoor(
        ClientDoorOptions options, RespDoorOptions limits, DoorServices services, PartitionLayout layout, PartitionTable partitions, IPartitionDirectory directory, INodeContacts contacts,
        ClientDoorCounters counters, ILogger<ClientDoor> log)
        : base(options, limits, services, layout, partitions, directory, contacts, counters, log)
    {
        _options = options;
    }

    /// <summary>Where the door listens, once started.</summary>
    public IPEndPoint? EndPoint { get; private set; }

    private protected override string LocalAddress => EndPoint!.ToString();

    private protected override bool IsGuarded => true;

    /// <summary>Starts the door's system and begins to take frames.</summary>
    /// <exception cref="DoorException">The port is taken or the address is not this machine's.</exception>
    public void Start()
    {
        BindAddress.Probe("doors.client.port", _options.Bind, _options.Port);
        _system = ClosedSystem.Start(new ClosedSystemSettings
        {
            Name = ClosedSystemSettings.NodeSystem,
            Bind = _options.Bind,
            Host = _options.Host,
            Port = _options.Port,
            MostConnections = Clients.MaxConnections + ConnectionsWithoutSession,
            Refused = MessageRefused,
            Akka = _options.Akka,
        });
        EndPoint = new IPEndPoint(BindAddress.Resolve(_options.Bind), ClosedSystem.AddressOf(_system).Port ?? 0);
        _system.ActorOf(Props.Create(() => new LostClients(ClientLost)), "lost-clients");
        _inlet = FrameInlet.Open(_system, FrameInlet.OfNode, (bytes, sender) => Received(bytes, RemoteClient.Of(sender)));
        BeginPulse();
    }

    private protected override void StopAccepting()
    {
        base.StopAccepting();
        _inlet?.Close();
    }

    private protected override void Close() => _system?.Terminate().Wait(TerminationPatience);

    /// <summary>All of its sessions end with its connection.</summary>
    private void ClientLost(Address address)
    {
        foreach (var session in Sessions)
        {
            if (session.Client is RemoteClient client && client.Address == address) session.Vanished();
        }
    }
}
