using Akka.Actor;
using Akka.Remote;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>Hears from Akka that a client's connection is gone, so that its sessions need not wait to be found silent.</summary>
/// <remarks>No DeathWatch: its failure would quarantine the client's system for good.</remarks>
internal sealed class LostClients : ReceiveActor
{
    public LostClients(Action<Address> lost)
    {
        Receive<DisassociatedEvent>(gone => lost(gone.RemoteAddress));
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
}
