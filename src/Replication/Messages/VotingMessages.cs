using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Messages;

/// <summary>What nodes tell one another about replication. Sealed records of values; the carrier delivers each at most once, in any order, or never.</summary>
public abstract record Message;

/// <summary>A message about one partition.</summary>
public abstract record PartitionMessage(int Partition) : Message;

/// <summary>Before a candidacy: who knows what? Changes nothing.</summary>
public sealed record Query(int Partition, long Configuration, int Id) : PartitionMessage(Partition);

/// <param name="IsBusy">The voter has heard the primary lately, or another candidate is at work.</param>
public sealed record QueryReply(int Partition, long Configuration, int Id, RegisterValue? Accepted, Position Position, bool IsBusy) : PartitionMessage(Partition);

public sealed record Prepare(int Partition, long Configuration, Epoch Epoch) : PartitionMessage(Partition);

public sealed record Promise(int Partition, long Configuration, Epoch Epoch, RegisterValue? Accepted, Position Position) : PartitionMessage(Partition);

/// <summary>Something of <paramref name="Epoch"/> was refused, because <paramref name="Promised"/> is higher.</summary>
public sealed record Refusal(int Partition, Epoch Epoch, Epoch Promised) : PartitionMessage(Partition);

public sealed record Accept(int Partition, long Configuration, RegisterValue Value) : PartitionMessage(Partition);

public sealed record Acceptance(int Partition, long Configuration, Epoch Epoch, int Version) : PartitionMessage(Partition);

/// <summary>A planned move: the primary of <paramref name="Epoch"/> serves no more, the receiver is to run.</summary>
public sealed record TakeOver(int Partition, Epoch Epoch, long Index) : PartitionMessage(Partition);
