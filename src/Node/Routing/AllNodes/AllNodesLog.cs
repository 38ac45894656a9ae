using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>What commands over all partitions log.</summary>
internal static partial class AllNodesLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Command {Command} failed in partition {Partition}")]
    public static partial void StepFailed(ILogger log, string command, int partition, Exception cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "A question of node {Node} failed")]
    public static partial void AnswerFailed(ILogger log, string node, Exception cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking how far copies are failed")]
    public static partial void LookFailed(ILogger log, Exception cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "A published message could not be delivered")]
    public static partial void DeliveryFailed(ILogger log, Exception cause);
}
