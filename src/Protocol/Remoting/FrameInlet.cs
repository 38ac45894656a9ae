using Akka.Actor;

namespace AkkaCache.Protocol.Remoting;

/// <summary>What the other side sends its frames to: a reference of a known path that takes them on the thread that read them from the network.</summary>
/// <remarks>
/// No actor with a mailbox, which would only hand each frame on. The reader of each connection is an actor of Akka's own, so frames of one sender come in order, those of
/// different senders at the same time. Such references are what asks of other systems are answered to, hence the folder.
/// </remarks>
public sealed class FrameInlet : MinimalActorRef
{
    /// <summary>Part of the path on the node's side, so the same on all.</summary>
    public const string OfNode = "clients";

    /// <summary>Part of the path on the client's side.</summary>
    public const string OfClient = "frames";

    private readonly Action<byte[], IActorRef> _received;

    private FrameInlet(IActorRefProvider provider, string name, Action<byte[], IActorRef> received)
    {
        Provider = provider;
        Path = PathAt(provider.RootPath, name);
        _received = received;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    /// <summary>Its path in the system whose root that is.</summary>
    public static ActorPath PathAt(ActorPath root, string name) => root / "temp" / name;

    /// <summary>Begins to take frames.</summary>
    /// <param name="received">The frame and who sent it, as far as that was said. It must neither throw nor block.</param>
    public static FrameInlet Open(ActorSystem system, string name, Action<byte[], IActorRef> received)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        var inlet = new FrameInlet(provider, name, received);
        provider.RegisterTempActor(inlet, inlet.Path);
        return inlet;
    }

    public void Close() => Provider.UnregisterTempActor(Path);

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is ClientEnvelope envelope) _received(envelope.Frame, sender);
    }
}
