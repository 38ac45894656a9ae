using System.Globalization;
using Akka.Actor;
using AkkaCache.Protocol.Remoting;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>A client behind the remoting of the door's system.</summary>
internal sealed class RemoteClient : IClientPeer
{
    private readonly IActorRef _client;

    private RemoteClient(IActorRef client) => _client = client;

    public Address Address => _client.Path.Address;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Address.Host}:{Address.Port ?? 0}");

    /// <summary>Only systems with a client's host name, which nothing resolves, so nobody else can be made to receive frames.</summary>
    public bool MayBeAnswered => Address.Host!.EndsWith(ClosedSystemSettings.ClientHostSuffix, StringComparison.Ordinal);

    /// <summary>Null: it was not said who sent the frame.</summary>
    public static RemoteClient? Of(IActorRef sender) => sender.Path.Address.Host is null ? null : new RemoteClient(sender);

    /// <summary>Nobody is named as the sender: it would only make each frame longer.</summary>
    public void Tell(byte[] frame) => _client.Tell(new ClientEnvelope(frame), ActorRefs.NoSender);

    public bool IsSame(IClientPeer other) => other is RemoteClient client && client._client.Path.Equals(_client.Path);
}
