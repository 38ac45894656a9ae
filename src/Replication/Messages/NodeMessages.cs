using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Messages;

/// <summary>A partition and an epoch: in a ping, a term that the sender claims; in a pong, a promise above it.</summary>
/// <param name="IsServing">The gate is open and the lease holds.</param>
public readonly record struct Term(int Partition, Epoch Epoch, bool IsServing);

/// <param name="SentAt">By the sender's clock; comes back in the pong, and from it the lease counts.</param>
public sealed record Ping(long Configuration, long SentAt, ImmutableArray<Term> Terms) : Message;

/// <param name="IsSealed">The voter's vote rests: the pong supports no lease.</param>
/// <param name="Higher">Terms of the ping above which the voter has promised.</param>
public sealed record Pong(long Configuration, long SentAt, bool IsSealed, ImmutableArray<Term> Higher) : Message;

/// <summary>Asks whoever has it for the configuration.</summary>
public sealed record NeedConfiguration(long Configuration) : Message;

public sealed record Seal(long Configuration, Epoch Ballot) : Message;

/// <param name="AcceptedBallot">The ballot in which the voter accepted <paramref name="AcceptedNodes"/> as the next set, or none.</param>
/// <param name="Register">A row for each partition.</param>
public sealed record SealAnswer(long Configuration, Epoch Ballot, Epoch AcceptedBallot, ImmutableArray<NodeId> AcceptedNodes, ImmutableArray<RegisterRow> Register) : Message;

public sealed record Choose(long Configuration, Epoch Ballot, ImmutableArray<NodeId> Nodes) : Message;

public sealed record Choice(long Configuration, Epoch Ballot) : Message;

/// <summary>A configuration that was decided, and the register as the sealed quorum of the one before knew it.</summary>
public sealed record Install(Configuration Configuration, ImmutableArray<RegisterRow> Register) : Message;
