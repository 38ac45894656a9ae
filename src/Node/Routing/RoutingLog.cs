using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing;

/// <summary>What routing logs.</summary>
internal static partial class RoutingLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A command worker failed")]
    public static partial void WorkerFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Command {Command} of another node or of the queue of partition {Partition} failed")]
    public static partial void CommandFailed(ILogger log, string? command, int partition, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of node {Node} is no message of forwarding and was dropped: {Reason}")]
    public static partial void MessageDropped(ILogger log, NodeId node, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Node {Node} lost {Commands} forwarded commands")]
    public static partial void AnswersLost(ILogger log, NodeId node, int commands);
}
