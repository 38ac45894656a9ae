using Akka.Configuration;

namespace AkkaCache.Protocol.Remoting;

/// <summary>What a <see cref="ClosedSystem"/> is made of.</summary>
public sealed record ClosedSystemSettings
{
    /// <summary>Name of the actor system on the node's side, part of the address of every client door.</summary>
    public const string NodeSystem = "akkacache-clients";

    /// <summary>Name of the actor system on the client's side.</summary>
    public const string ClientSystem = "akkacache-client";

    /// <summary>
    /// Every client's own host name ends so. It is unique, as an address must be that nodes tell clients apart by; and it can be resolved nowhere (RFC 2606), so a node cannot be
    /// made to connect to anybody: it only answers on the connection that the client opened.
    /// </summary>
    public const string ClientHostSuffix = ".akkacache-client.invalid";

    public required string Name { get; init; }

    /// <summary>Address to listen on.</summary>
    public required string Bind { get; init; }

    /// <summary>Host name by which others address it.</summary>
    public required string Host { get; init; }

    /// <summary>0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long a system that could not be reached is left alone.</summary>
    public TimeSpan RetryGate { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Connections that are open at a time; further ones are closed at once.</summary>
    public int MostConnections { get; init; } = 100_000;

    /// <summary>Told of each message that was refused: the serializer's number and the bytes. From any thread.</summary>
    public Action<int, int> Refused { get; init; } = static (_, _) => { };

    /// <summary>Settings of Akka's that go over all others.</summary>
    public Config Akka { get; init; } = Config.Empty;
}
