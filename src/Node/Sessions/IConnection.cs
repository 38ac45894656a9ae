namespace AkkaCache.Node.Sessions;

/// <summary>A connection of a door, as the node's administration sees it. The facts are read while it works and may be a moment old.</summary>
public interface IConnection
{
    Session Session { get; }

    /// <summary>host:port of the peer.</summary>
    string RemoteAddress { get; }

    /// <summary>host:port of this end.</summary>
    string LocalAddress { get; }

    /// <summary>Unix milliseconds.</summary>
    long StartedMs { get; }

    /// <summary>When bytes last arrived, in Unix milliseconds.</summary>
    long LastActiveMs { get; }

    /// <summary>Bytes received and not yet executed.</summary>
    int InputBytes { get; }

    /// <summary>Bytes of replies not yet sent.</summary>
    long OutputBytes { get; }

    /// <summary>Bytes of replies since the connection began.</summary>
    long TotalOutputBytes { get; }

    /// <summary>Ends the connection, from any thread.</summary>
    void Kill();
}
