using Akka.Actor;
using Akka.Remote;
using AkkaCache.Client.Routing;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Remoting;

namespace AkkaCache.Client.Links;

/// <summary>Frames over Akka's remoting: an actor system of the client's own, with one inlet for the frames of all nodes.</summary>
internal sealed class AkkaNetwork : IClientNetwork
{
    private readonly CacheClientOptions _options;
    private readonly ActorSystem _system;
    private readonly IActorRefProvider _provider;
    private FrameInlet? _inlet;

    private AkkaNetwork(CacheClientOptions options, ActorSystem system)
    {
        _options = options;
        _system = system;
        _provider = ((ExtendedActorSystem)system).Provider;
    }

    /// <summary>Starting a system takes some hundred milliseconds of work, which is not the caller's thread's.</summary>
    public static Task<AkkaNetwork> OpenAsync(CacheClientOptions options, CancellationToken cancellationToken) => Task.Run(
        () => new AkkaNetwork(options, ClosedSystem.Start(new ClosedSystemSettings
        {
            Name = ClosedSystemSettings.ClientSystem,

            // Nobody connects to a client: nodes answer on the connection that it opened.
            Bind = "127.0.0.1",
            Host = Guid.NewGuid().ToString("n") + ClosedSystemSettings.ClientHostSuffix,
        })),
        cancellationToken);

    public void Start(LinkKeeper keeper)
    {
        _inlet = FrameInlet.Open(_system, FrameInlet.OfClient, (bytes, _) => keeper.Received(bytes));
        _system.ActorOf(Props.Create(() => new LostNodes(lost => keeper.Disconnected(place => AddressOf(place) == lost))), "lost-nodes");
    }

    public INodeDoor DoorOf(LinkPlace place) => new Door(_provider.ResolveActorRef(FrameInlet.PathAt(new RootActorPath(AddressOf(place)), FrameInlet.OfNode)), _inlet!);

    /// <summary>Every node that can be reached; the given addresses while none is.</summary>
    public IEnumerable<LinkPlace> PlacesIn(ClusterPicture picture)
    {
        if (picture.Map is { } map)
        {
            foreach (var node in map.Nodes)
            {
                if (node.ClientPort > 0 && node.Host.Length > 0 && node.Health != ClientMapHealth.Unhealthy) yield return new LinkPlace(new NodeAddress(node.Host, node.ClientPort));
            }
        }
        if (!picture.Open.IsEmpty) yield break;
        foreach (var node in _options.Nodes) yield return new LinkPlace(node);
    }

    public async ValueTask DisposeAsync()
    {
        _inlet?.Close();
        await _system.Terminate().ConfigureAwait(false);
    }

    private static Address AddressOf(LinkPlace place) => new("akka.tcp", ClosedSystemSettings.NodeSystem, place.Address.Host, place.Address.Port);

    /// <summary>Nobody is named as the sender where that is not needed: it would only make each frame longer.</summary>
    private sealed class Door(IActorRef door, IActorRef inlet) : INodeDoor
    {
        public void Tell(byte[] frame, bool isSigned) => door.Tell(new ClientEnvelope(frame), isSigned ? inlet : ActorRefs.NoSender);
    }

    /// <summary>Hears from Akka that the connection to a node is gone, so that its requests need not wait for its silence.</summary>
    private sealed class LostNodes : ReceiveActor
    {
        public LostNodes(Action<Address> lost)
        {
            Receive<DisassociatedEvent>(gone => lost(gone.RemoteAddress));
        }

        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
    }
}
