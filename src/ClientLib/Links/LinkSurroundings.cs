using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client.Links;

/// <summary>What the links of a client have in common.</summary>
internal sealed class LinkSurroundings(CacheClientOptions options, IClientNetwork network, ILinkOwner owner)
{
    public CacheClientOptions Options { get; } = options;

    public IClientNetwork Network { get; } = network;

    public ILinkOwner Owner { get; } = owner;

    public TimeProvider Time { get; } = options.TimeProvider;

    public ClientHello Hello => new()
    {
        Features = ClientFeatures.PartitionMap | (Options.Near is null ? ClientFeatures.None : ClientFeatures.Invalidations),
        WindowBytes = Options.ReplyWindowBytes,
        Name = Options.Name,
        Library = "AkkaCache.Client",
        LibraryVersion = typeof(LinkSurroundings).Assembly.GetName().Version?.ToString(3) ?? "",
        User = Options.User,
        Password = Options.Password,
    };
}
