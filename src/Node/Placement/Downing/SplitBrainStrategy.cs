namespace AkkaCache.Node.Placement.Downing;

/// <summary>Which side of a cut network goes on.</summary>
public enum SplitBrainStrategy
{
    KeepMajority,
    StaticQuorum,
    KeepOldest,
    DownAll,
}
