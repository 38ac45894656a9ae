using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>The door for clients in the node's own process: the same frames and sessions as over the network, without one.</summary>
/// <remarks>Whoever calls is trusted, so there is no password. What a client sends is executed on its own thread, and what it is told comes on the thread that executed.</remarks>
public sealed class LocalDoor : FrameDoor
{
    public LocalDoor(
        ClientDoorOptions options, RespDoorOptions limits, DoorServices services, PartitionLayout layout, PartitionTable partitions, IPartitionDirectory directory, INodeContacts contacts,
        ClientDoorCounters counters, ILogger<LocalDoor> log)
        : base(options, limits, services, layout, partitions, directory, contacts, counters, log)
    {
    }

    private protected override string LocalAddress => LocalClient.Address;

    private protected override bool IsGuarded => false;

    /// <summary>Begins to take frames.</summary>
    public void Start() => BeginPulse();

    /// <summary>Connects a client.</summary>
    /// <param name="received">Takes frames for the client, whatever session they are of. It must neither throw nor block, and is called from any thread.</param>
    /// <returns>Takes frames of the client.</returns>
    public Action<byte[]> Connect(Action<byte[]> received)
    {
        var client = new LocalClient(received);
        return frame => Received(frame, client);
    }

    private protected override void Close()
    {
    }

    private sealed class LocalClient(Action<byte[]> received) : IClientPeer
    {
        public const string Address = "in-process";

        public string Name => Address;

        public bool MayBeAnswered => true;

        public void Tell(byte[] frame) => received(frame);

        public bool IsSame(IClientPeer other) => ReferenceEquals(this, other);
    }
}
