namespace AkkaCache.Testing.Linearizability;

public enum Verdict
{
    Linearizable,
    NotLinearizable,

    /// <summary>The ceiling on work was reached first. Not a pass.</summary>
    Unknown,
}
