namespace AkkaCache.Multinode.Load;

/// <summary>How much a load asks for.</summary>
internal sealed record LoadLimits
{
    /// <summary>All connections together, as long as the machine is not busier than <see cref="LoadPace.MaxBusyShare"/>.</summary>
    public int OperationsPerSecond { get; init; } = 2_000;

    public int ConnectionsPerNode { get; init; } = 2;

    /// <summary>Operations of one connection that wait for replies; more wait at the client. Deep enough to keep pipelines in use when replies take milliseconds.</summary>
    public int MaxInFlight { get; init; } = 32;

    /// <summary>Of a whole load: what is recorded is kept, 200 bytes or so each.</summary>
    public int MaxOperations { get; init; } = 500_000;

    /// <summary>A reply that takes longer does not come: the connection is closed. Beyond what a node lets a command wait for a primary (10 s) and then for its reply (15 s).</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
