namespace AkkaCache.Node.Sessions;

/// <summary>The channels and patterns that one connection is subscribed to.</summary>
public interface ISubscriptions
{
    /// <summary>Channels and patterns together.</summary>
    int Count { get; }

    IReadOnlyCollection<byte[]> Channels { get; }
    IReadOnlyCollection<byte[]> Patterns { get; }

    /// <summary>False when it was subscribed already.</summary>
    bool Subscribe(ReadOnlySpan<byte> channel);

    /// <summary>False when it was not subscribed.</summary>
    bool Unsubscribe(ReadOnlySpan<byte> channel);

    bool SubscribePattern(ReadOnlySpan<byte> pattern);
    bool UnsubscribePattern(ReadOnlySpan<byte> pattern);

    /// <summary>Ends all subscriptions.</summary>
    void Clear();
}
