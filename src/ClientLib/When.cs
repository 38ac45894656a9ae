namespace AkkaCache.Client;

/// <summary>On which condition a value is set.</summary>
public enum When
{
    Always,

    /// <summary>Only if there is no such key.</summary>
    Missing,

    /// <summary>Only if there is such a key.</summary>
    Present,
}
