using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Serialization;
using AkkaCache.Protocol.Remoting.Sockets;

namespace AkkaCache.Protocol.Remoting;

/// <summary>An actor system that takes frames from outside and nothing else.</summary>
/// <remarks>
/// Akka's untrusted mode keeps strangers from creating, watching and stopping actors and from selecting them by path, but it delivers what is addressed to an actor directly, and it
/// deserializes all that comes. So every serializer but that of frames is replaced by one that refuses (<see cref="RefusingSerializer"/>): selections, remote deployment, system
/// messages, JSON with type names in it, Akka's own messages. No actor of the system gets anything from outside but frames, and none but <see cref="FrameInlet"/> knows what they are.
/// </remarks>
public static class ClosedSystem
{
    /// <summary>Akka's serializers by the name under which its reference configures them, and their numbers on the wire.</summary>
    private static readonly (string Name, int Id)[] Replaced =
    [
        ("json", 1), ("proto", 2), ("daemon-create", 3), ("bytes", 4), ("akka-containers", 6), ("akka-misc", 16), ("primitive", 17), ("akka-system-msg", 22),
    ];

    /// <summary>Starts it. Its port is bound when this returns.</summary>
    public static ActorSystem Start(ClosedSystemSettings settings)
    {
        var bootstrap = BootstrapSetup.Create().WithConfig(settings.Akka.WithFallback(ConfigOf(settings)));
        var serializers = SerializationSetup.Create(system => SerializersOf(system, settings.Refused));
        return ActorSystem.Create(settings.Name, ActorSystemSetup.Create(bootstrap, serializers));
    }

    /// <summary>The address under which others know it.</summary>
    public static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private static ImmutableHashSet<SerializerDetails> SerializersOf(ExtendedActorSystem system, Action<int, int> refused)
    {
        var details = Replaced.Select(replaced => SerializerDetails.Create(replaced.Name, new RefusingSerializer(system, replaced.Id, refused), ImmutableHashSet.Create(typeof(RefusedMessage))));
        return [.. details, SerializerDetails.Create("akkacache-client", new ClientEnvelopeSerializer(system), ImmutableHashSet.Create(typeof(ClientEnvelope)))];
    }

    /// <summary>As Akka finds it.</summary>
    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private static Config ConfigOf(ClosedSystemSettings settings) => ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        akka {
          # Whoever floods must not fill the log as well: what is refused is counted, and told by the door itself.
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          log-serializer-override-on-start = off
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }

          # Nothing in it is scheduled more finely than that.
          scheduler.tick-duration = 50 ms

          actor {
            provider = remote
            default-dispatcher { executor = fork-join-executor, fork-join-executor { parallelism-min = 1, parallelism-max = 1 } }
            internal-dispatcher { executor = fork-join-executor, fork-join-executor { parallelism-min = 1, parallelism-max = 1 } }
          }
          remote {
            default-remote-dispatcher { type = "{{NameOf(typeof(InlineDispatcherConfigurator))}}" }

            untrusted-mode = on
            # One inlet, which is addressed and not selected.
            trusted-selection-paths = []
            log-remote-lifecycle-events = off

            # Who could not be reached is tried again soon; Akka's 5 s would keep a client from a node that is back.
            retry-gate-closed-for = {{settings.RetryGate.TotalMilliseconds}} ms

            enabled-transports = [ akka.remote.sockets ]
            sockets {
              transport-class = "{{NameOf(typeof(SocketTransport))}}"
              transport-protocol = tcp
              applied-adapters = []
              hostname = "{{settings.Bind}}"
              public-hostname = "{{settings.Host}}"
              port = {{settings.Port}}

              # Frames are at most 64 KB; what is longer with its envelope is nobody's of ours and ends the connection.
              maximum-frame-size = 128000

              most-connections = {{settings.MostConnections}}

              # For the first word of whoever connects.
              patience = 10 s
            }
          }
        }
        """));
}
