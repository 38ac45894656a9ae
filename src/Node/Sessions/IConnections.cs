namespace AkkaCache.Node.Sessions;

/// <summary>The node's connections, as a door reports and bounds them.</summary>
public interface IConnections
{
    /// <summary>Connections at a time over all doors; CONFIG SET may change it.</summary>
    int MaxConnections { get; }

    /// <summary>Seconds after which an idle connection is closed; 0: never. CONFIG SET may change it.</summary>
    int IdleTimeoutSeconds { get; }

    int Count { get; }

    void Add(IConnection connection);
    void Remove(IConnection connection);

    /// <summary>A connection was turned away: too many, or a stranger in protected mode.</summary>
    void Rejected();

    /// <summary>Counts bytes that arrived.</summary>
    void Received(int bytes);
}
