namespace AkkaCache.Node.Sessions;

/// <summary>The node's channels, as a door sees them.</summary>
public interface IChannels
{
    /// <summary>The (empty) subscriptions of a new connection; messages go to <paramref name="target"/>.</summary>
    ISubscriptions CreateSubscriptions(IPushTarget target);
}
