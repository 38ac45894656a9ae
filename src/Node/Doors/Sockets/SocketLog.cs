using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Sockets;

/// <summary>What the socket loop logs.</summary>
internal static partial class SocketLog
{
    [LoggerMessage(Level = LogLevel.Critical, Message = "The socket loop failed")]
    public static partial void LoopFailed(ILogger log, Exception error);
}
