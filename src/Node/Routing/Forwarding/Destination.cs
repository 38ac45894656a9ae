namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>Where a waiting command can go now.</summary>
internal enum Destination
{
    Nowhere,

    /// <summary>The partition is served here.</summary>
    Here,

    /// <summary>To another node.</summary>
    Elsewhere,

    /// <summary>Back: the client is to ask another node itself.</summary>
    Client,
}
