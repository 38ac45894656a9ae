namespace AkkaCache.Testing.Cluster;

/// <summary>What the nodes of a cluster under test are started with.</summary>
public sealed record ClusterSettings
{
    /// <summary>Flags for every node of every cluster, separated by spaces, such as "--set log.level=debug".</summary>
    private const string FlagsForAll = "AKKACACHE_TEST_CLUSTER_FLAGS";

    /// <summary>How many begin together, each with all of them as seeds.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>none, async or sync.</summary>
    public string Replication { get; init; } = "sync";

    /// <summary>Copies of each key in all.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Times that suit the network: lan, cloud or test.</summary>
    public string Profile { get; init; } = "lan";

    /// <summary>Each node has its client door open.</summary>
    public bool HasClientDoors { get; init; }

    /// <summary>Where the node of a number runs; on loopback beside all others when not given.</summary>
    public Func<int, NodePlace>? PlaceOf { get; init; }

    /// <summary>Further flags of each node.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    internal IEnumerable<string> AllFlags =>
    [
        "--replication", Replication,
        "--replicas", $"{Replicas}",
        "--profile", Profile,
        .. Flags,
        .. (Environment.GetEnvironmentVariable(FlagsForAll) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
    ];
}
