using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Telemetry;

/// <summary>What the HybridCache logs.</summary>
internal static partial class HybridLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Not cached: {Reason}")]
    public static partial void NotCached(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster could not be read; the factory runs and its value is not stored")]
    public static partial void ReadFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A value could not be stored")]
    public static partial void StoreFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "An entry could not be read as {Type} and counts as absent; others like it are only counted")]
    public static partial void Unreadable(ILogger log, string type, Exception? error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The client was connected without a near cache: each call goes to the cluster")]
    public static partial void NoFirstLevel(ILogger log);
}
