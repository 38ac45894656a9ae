namespace AkkaCache.Engine.SortedSets;

/// <summary>What <see cref="SortedSet.Set"/> did.</summary>
public enum SetResult : byte
{
    /// <summary>The member had this score already (-0.0 and 0.0 are the same score); nothing changed.</summary>
    Unchanged,

    /// <summary>The member was there with another score.</summary>
    Moved,

    /// <summary>The member is new.</summary>
    Added,
}
