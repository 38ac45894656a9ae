using System.Collections.Immutable;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Messages;

/// <summary>What a primary (or a candidate that brings others up to its tail) sends to a copy. Sessions grow with each snapshot.</summary>
public abstract record CopyMessage(int Partition, Epoch Epoch, int Session) : PartitionMessage(Partition);

/// <param name="Base">The primary's position when it took over: a copy that holds anything older past it is not continued.</param>
/// <param name="Previous">The position before the first effect.</param>
/// <param name="Count">Effects; 0 asks where the copy stands.</param>
/// <param name="Runs">Their epochs.</param>
/// <param name="Payload">The effects themselves, opaque to the rules.</param>
public sealed record Effects(int Partition, Epoch Epoch, int Session, long Base, Position Previous, long Count, ImmutableArray<EpochRun> Runs, object? Payload)
    : CopyMessage(Partition, Epoch, Session);

/// <summary>The copy starts over: what it held is void, what follows builds on <paramref name="Position"/>.</summary>
public sealed record SnapshotBegin(int Partition, Epoch Epoch, int Session, Position Position, ImmutableArray<EpochRun> Runs) : CopyMessage(Partition, Epoch, Session);

/// <param name="Number">Of the chunk in its session, from 0.</param>
/// <param name="Index">Where the log stood when it was cut: a copy that does not stand there has missed something.</param>
public sealed record SnapshotChunk(int Partition, Epoch Epoch, int Session, int Number, long Index, object? Payload) : CopyMessage(Partition, Epoch, Session);

public sealed record SnapshotEnd(int Partition, Epoch Epoch, int Session, int Chunks, long Index) : CopyMessage(Partition, Epoch, Session);

/// <summary>What a part of the primary's content is at <paramref name="Position"/>: a copy that stands there has the same, or is none.</summary>
/// <param name="Payload">The part and its digest, opaque to the rules.</param>
public sealed record Comparison(int Partition, Epoch Epoch, int Session, Position Position, object? Payload) : CopyMessage(Partition, Epoch, Session);

/// <summary>The copy holds everything up to <paramref name="Index"/>.</summary>
public sealed record Acknowledgement(int Partition, Epoch Epoch, int Session, long Index) : PartitionMessage(Partition);

/// <summary>The copy could not continue. <paramref name="Position"/> is where it stands; invalid when only a snapshot helps.</summary>
public sealed record Mismatch(int Partition, Epoch Epoch, int Session, Position Position) : PartitionMessage(Partition);
