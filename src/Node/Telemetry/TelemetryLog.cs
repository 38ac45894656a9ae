using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Telemetry;

/// <summary>What is logged on behalf of others.</summary>
internal static partial class TelemetryLog
{
    [LoggerMessage(Message = "{Text} ({Source})")]
    public static partial void Akka(ILogger log, LogLevel level, string text, string source, Exception? cause);
}
