using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Copies;

/// <summary>Effects of one epoch that follow one another: from <paramref name="First"/> to the next run.</summary>
public readonly record struct EpochRun(long First, Epoch Epoch);
