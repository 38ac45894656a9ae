namespace AkkaCache.Node.Placement.Downing;

/// <summary>Which side of a cut network goes on.</summary>
public enum SplitBrainStrategy
{
    KeepMajority,
    StaticQuorum,
    KeepOldest,
    DownAll,
}

/// <summary>Strategies as settings name them.</summary>
internal static class SplitBrainStrategies
{
    public static readonly (string Name, SplitBrainStrategy Strategy)[] All =
    [
        ("keep-majority", SplitBrainStrategy.KeepMajority),
        ("static-quorum", SplitBrainStrategy.StaticQuorum),
        ("keep-oldest", SplitBrainStrategy.KeepOldest),
        ("down-all", SplitBrainStrategy.DownAll),
    ];
}
