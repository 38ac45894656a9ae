namespace AkkaCache.Node.Partitions;

/// <summary>The first byte of a message between nodes. Numbers are append-only.</summary>
public enum PeerMessageKind : byte
{
    /// <summary>A frame of replication messages.</summary>
    Replication = 1,

    /// <summary>Commands that a node was asked and another has to execute.</summary>
    Requests = 2,

    /// <summary>Their replies.</summary>
    Replies = 3,

    /// <summary>Placement's plan.</summary>
    Placement = 4,

    /// <summary>Commands over the whole cluster.</summary>
    NodeCommands = 5,
}
