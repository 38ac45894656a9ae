using Akka.Actor;
using Akka.Configuration;
using AkkaCache.Protocol.Remoting;

namespace AkkaCache.Node.Tests.Doors.Clients;

/// <summary>An ordinary actor system with all of Akka's serializers that sends what a client door must not take.</summary>
internal sealed class AkkaStranger : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly RootActorPath _node;

    public AkkaStranger(int port)
    {
        _system = ActorSystem.Create("stranger", ConfigurationFactory.ParseString("""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = remote
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            }
            """));
        _node = new RootActorPath(new Address("akka.tcp", ClosedSystemSettings.NodeSystem, "127.0.0.1", port));
    }

    public static IReadOnlyList<string> Messages => ["json", "text", "bytes", "poison", "selection", "selection of the inlet", "identify", "deployment", "watch"];

    /// <summary>A class that only this assembly has: its name travels in the JSON, as that of a gadget would.</summary>
    public sealed class Gadget
    {
        public string Command { get; set; } = "rm";
    }

    public void Send(string what)
    {
        var inlet = Ref(FrameInlet.PathAt(_node, FrameInlet.OfNode));
        switch (what)
        {
            case "json": inlet.Tell(new Gadget()); break;
            case "text": inlet.Tell("text"); break;
            case "bytes": inlet.Tell(new byte[] { 1, 2, 3 }); break;
            case "poison": Ref(_node / "user").Tell(PoisonPill.Instance); break;
            case "selection": _system.ActorSelection(_node / "system" / "remoting-terminator").Tell(new Gadget()); break;
            case "selection of the inlet": _system.ActorSelection(FrameInlet.PathAt(_node, FrameInlet.OfNode)).Tell("text"); break;
            case "identify": Ref(_node / "user" / "lost-clients").Tell(new Identify(1)); break;
            case "deployment": Ref(_node / "remote").Tell(new Gadget()); break;
            case "watch": Ref(_node / "system" / "remote-watcher").Tell("heartbeat"); break;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, "unknown");
        }
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private IActorRef Ref(ActorPath path) => ((ExtendedActorSystem)_system).Provider.ResolveActorRef(path);
}
