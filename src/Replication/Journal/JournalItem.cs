using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Roles;

namespace AkkaCache.Replication.Journal;

/// <summary>What came to pass while an event ran, in its order.</summary>
internal abstract record JournalItem;

/// <summary>Something that the rules asked of their carrier.</summary>
internal abstract record JournalAction : JournalItem;

internal sealed record Sent(NodeId To, Message Message) : JournalAction;

/// <summary>Followed by whether it was taken (<see cref="SeenFlag"/>), and if so by <see cref="GatesTaken"/>.</summary>
internal sealed record GateTried(int Partition) : JournalAction;

internal sealed record GateLeft(int Partition) : JournalAction;

/// <summary>To be done under the partition's gate: an event of its own then.</summary>
internal sealed record Deferred(int Partition) : JournalAction;

/// <summary>Followed by <see cref="GatesTaken"/>.</summary>
internal sealed record AllGatesWanted : JournalAction;

internal sealed record AllGatesLeft : JournalAction;

/// <summary>Followed by <see cref="EffectsRead"/>.</summary>
internal sealed record EffectsWanted(int Partition, NodeId To, long Index, long Count) : JournalAction;

internal sealed record Applied(int Partition, object? Payload, long Skip, long Count) : JournalAction;

internal sealed record StartedOver(int Partition, long Index) : JournalAction;

internal sealed record ChunkApplied(int Partition, object? Payload) : JournalAction;

/// <summary>Followed by <see cref="SeenMatch"/>.</summary>
internal sealed record MatchWanted(int Partition, object? Payload) : JournalAction;

internal sealed record SnapshotWanted(int Partition, NodeId Backup, int Session) : JournalAction;

internal sealed record Opened(int Partition, Epoch Epoch, int LossGeneration) : JournalAction;

internal sealed record Closed(int Partition) : JournalAction;

internal sealed record ClosedToHandOver(int Partition) : JournalAction;

internal sealed record Committed(int Partition, long Index) : JournalAction;

internal sealed record Retired : JournalAction;

internal sealed record Went(RuleBranch Branch) : JournalAction;

/// <summary>A gate, or all, are taken in the middle of an event of the node: it was after all events of partitions with a lower ticket, and before those with a higher one.</summary>
internal sealed record GatesTaken(long Ticket) : JournalItem;

/// <summary>An event of the same partition began within this one; what follows up to <see cref="InnerEnded"/> is its.</summary>
internal sealed record InnerBegan(JournalEvent Event) : JournalItem;

internal sealed record InnerEnded : JournalItem;

/// <summary>A value that the rules were given.</summary>
internal abstract record JournalInput : JournalItem;

internal sealed record SeenNumber(long Value) : JournalInput;

internal sealed record SeenFlag(bool Value) : JournalInput;

internal sealed record SeenHeard(Heard Value) : JournalInput;

internal sealed record SeenRegister(RegisterRow[] Rows) : JournalInput;

/// <param name="IsSame">Null when it could not be told.</param>
internal sealed record SeenMatch(bool? IsSame) : JournalInput;

internal sealed record EffectsRead((object? Payload, long Count)? Read) : JournalInput;
