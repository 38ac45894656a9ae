using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Admin;

/// <summary>What the node's administration logs.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Client {Client} ended the node with SHUTDOWN")]
    public static partial void EndAsked(ILogger log, long client);
}
