using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Journal;

/// <summary>Something that enters the rules of a node, with everything that they are told of it.</summary>
/// <remarks>Questions that change nothing (<see cref="Replica.MayAnswer"/>, <see cref="Replica.MayServe"/>) are no events.</remarks>
/// <param name="Partition">Under whose gate it runs; <see cref="OfNode"/> for the replication thread's.</param>
internal abstract record JournalEvent(int Partition)
{
    public const int OfNode = -1;

    /// <summary>Lets it happen to a node.</summary>
    public abstract void Feed(ReplicationNode node);
}

internal sealed record Started(Configuration Configuration) : JournalEvent(OfNode)
{
    public override void Feed(ReplicationNode node) => node.Start(Configuration);
}

internal sealed record Desired(ImmutableArray<NodeId> Up, ImmutableArray<NodeId> Gone) : JournalEvent(OfNode)
{
    public override void Feed(ReplicationNode node) => node.Desire(Up, Gone);
}

internal sealed record PingWanted() : JournalEvent(OfNode)
{
    public override void Feed(ReplicationNode node) => node.PingSoon();
}

internal sealed record Suspected(NodeId Node) : JournalEvent(OfNode)
{
    public override void Feed(ReplicationNode node) => node.Suspect(Node);
}

internal sealed record NodeTicked(long Now) : JournalEvent(OfNode)
{
    public override void Feed(ReplicationNode node) => node.TickNode(Now);
}

internal sealed record NodeReceived(NodeId From, Message Message, long Now) : JournalEvent(OfNode)
{
    public override void Feed(ReplicationNode node) => node.ReceiveNode(From, Message, Now);
}

internal sealed record Ticked(int Partition, long Now) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Tick(Now);
}

internal sealed record Received(int Partition, NodeId From, PartitionMessage Message, long Now) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Receive(From, Message, Now);
}

/// <summary>The partition's share of a pong that reached the node before.</summary>
internal sealed record PongTaken(int Partition, NodeId From, Pong Pong, long Now) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Take(From, Pong, Now);
}

internal sealed record Executed(int Partition, long Count) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Executed(Count);
}

internal sealed record Flushed(int Partition, long Now) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Flush(Now);
}

internal sealed record ChunkCut(int Partition, NodeId Backup, int Session, object? Payload, long Now) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].SendChunk(Backup, Session, Payload, Now);
}

internal sealed record SnapshotCut(int Partition, NodeId Backup, int Session, long Now) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].EndSnapshot(Backup, Session, Now);
}

internal sealed record Compared(int Partition, object? Payload) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Compare(Payload);
}

internal sealed record Failed(int Partition, long Now) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Fail(Now);
}

internal sealed record Planned(int Partition, PartitionOwners Owners) : JournalEvent(Partition)
{
    public override void Feed(ReplicationNode node) => node[Partition].Plan(Owners);
}
