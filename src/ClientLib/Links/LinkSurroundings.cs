using Akka.Actor;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Remoting;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Links;

/// <summary>What the links of a client have in common: its actor system, with one inlet for the frames of all nodes.</summary>
internal sealed class LinkSurroundings(CacheClientOptions options, ActorSystem system, ILinkOwner owner, ILogger log)
{
    private readonly IActorRefProvider _provider = ((ExtendedActorSystem)system).Provider;

    public CacheClientOptions Options { get; } = options;

    public ILinkOwner Owner { get; } = owner;

    public ILogger Log { get; } = log;

    public TimeProvider Time { get; } = options.TimeProvider;

    /// <summary>Named as the sender where the node is to answer without a session.</summary>
    public IActorRef Inlet { get; set; } = ActorRefs.Nobody;

    public Address AddressOf(NodeAddress node) => new("akka.tcp", ClosedSystemSettings.NodeSystem, node.Host, node.Port);

    /// <summary>What frames to a node are told to.</summary>
    public IActorRef DoorOf(NodeAddress node) => _provider.ResolveActorRef(FrameInlet.PathAt(new RootActorPath(AddressOf(node)), FrameInlet.OfNode));

    public ClientHello Hello => new()
    {
        Features = ClientFeatures.PartitionMap | (Options.Near is null ? ClientFeatures.None : ClientFeatures.Invalidations),
        WindowBytes = Options.ReplyWindowBytes,
        Name = Options.Name,
        Library = "AkkaCache.Client",
        LibraryVersion = typeof(LinkSurroundings).Assembly.GetName().Version?.ToString(3) ?? "",
        User = Options.User,
        Password = Options.Password,
    };
}
