using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>Where the nodes of the cluster are and how they do, as far as this one knows.</summary>
public interface INodeContacts
{
    /// <summary>Null while nothing is known of it. This node is known to itself.</summary>
    NodeContact? Of(NodeId node);
}

/// <summary>A node's doors and state.</summary>
/// <param name="Host">As clients reach it.</param>
/// <param name="RespPort">0 while its RESP door is closed.</param>
/// <param name="Zone">Empty when none was configured.</param>
public sealed record NodeContact(string Host, int RespPort, int AkkaPort, string Name, string Zone)
{
    public NodeHealth Health { get; init; }

    /// <summary>0 while its client door is closed.</summary>
    public int ClientPort { get; init; }

    /// <summary>When it last answered, in Unix milliseconds; 0: not yet, or it is this node.</summary>
    public long HeardMs { get; init; }

    /// <summary>What 99 of a hundred of its last pings took at most, there and back, in microseconds; 0: none was answered yet, or it is this node.</summary>
    public long PingUs { get; init; }

    /// <summary>Since when there is a link to it, in Unix milliseconds; 0 while there is none.</summary>
    public long LinkedMs { get; init; }

    /// <summary>Bytes queued for it.</summary>
    public long QueuedBytes { get; init; }

    /// <summary>Effects that it holds over all its copies.</summary>
    public long Offset { get; init; }
}
