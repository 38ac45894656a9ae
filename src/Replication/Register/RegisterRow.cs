namespace AkkaCache.Replication.Register;

/// <summary>One row of a voter's register: what it promised and what it accepted for a partition.</summary>
public readonly record struct RegisterRow(Epoch Promised, RegisterValue? Accepted);
