namespace AkkaCache.Node.Partitions;

/// <summary>Says whether a node that was told to leave may go.</summary>
public interface IDrain
{
    /// <summary>It is primary of nothing, and nobody counts on a copy here. Read from any thread.</summary>
    bool IsDrained { get; }
}
