namespace AkkaCache.Node.Hosting;

/// <summary>How the client door listens and what one client may use; its port is with those of the other doors.</summary>
public sealed record ClientOptions
{
    public required string Bind { get; init; }

    /// <summary>Commands of one client that may be under way and not executed.</summary>
    public required int WindowBytes { get; init; }

    /// <summary>A client of which nothing is heard for so long is given up.</summary>
    public required TimeSpan Silence { get; init; }
}
