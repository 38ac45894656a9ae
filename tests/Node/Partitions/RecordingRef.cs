using Akka.Actor;

namespace AkkaCache.Node.Tests.Partitions;

/// <summary>Stands for a partition's actor and keeps what it is told, without an actor system.</summary>
internal sealed class RecordingRef : MinimalActorRef
{
    public List<object> Told { get; } = [];

    public override ActorPath Path => new RootActorPath(Address.AllSystems) / "recording";

    public override IActorRefProvider Provider => throw new InvalidOperationException("there is no actor system");

    protected override void TellInternal(object message, IActorRef sender) => Told.Add(message);
}
