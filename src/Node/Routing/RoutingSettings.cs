namespace AkkaCache.Node.Routing;

/// <summary>What becomes of commands whose partition another node serves.</summary>
public sealed record RoutingSettings
{
    public RoutingMode Mode { get; init; } = RoutingMode.Forward;

    /// <summary>How long a command waits for a node that takes it, while its partition moves or has no primary.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A forwarded command without a reply by then has an unknown outcome.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>See <see cref="RoutingSettings.Mode"/>.</summary>
public enum RoutingMode
{
    /// <summary>The node that is asked forwards the command: any client works on any node.</summary>
    Forward,

    /// <summary>It answers MOVED, as a node of Redis Cluster: for clients that know the slots.</summary>
    Redirect,
}
