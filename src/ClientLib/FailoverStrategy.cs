namespace AkkaCache.Client;

/// <summary>What becomes of an operation whose node does not answer, or does not serve the key just then. Writes that may have been executed are never repeated, whatever the strategy.</summary>
public enum FailoverStrategy
{
    /// <summary>It is tried again, where the key is served by then, with growing pauses, until its time is over. Rides out the change of a primary.</summary>
    Retry,

    /// <summary>It is tried once more, on another node.</summary>
    NextNode,

    /// <summary>It is tried on every other node, one after the other.</summary>
    AllNodes,
}
