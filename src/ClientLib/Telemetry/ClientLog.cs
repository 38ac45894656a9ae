using AkkaCache.Protocol.Frames;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Telemetry;

/// <summary>What the client logs.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to {Node} ({Address})")]
    public static partial void Connected(ILogger log, string node, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No session with {Address} any more: {Reason}; {Unanswered} requests were unanswered")]
    public static partial void Lost(ILogger log, string address, string reason, int unanswered);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Address} refuses a session ({Code}): {Text}")]
    public static partial void Refused(ILogger log, string address, FarewellCode code, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "Links and requests could not be looked after this time")]
    public static partial void PulseFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A frame of {Address} could not be handled")]
    public static partial void FrameFailed(ILogger log, string address, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Address} is of a cluster with {Partitions} partitions, this client's has {Own}: its map is ignored")]
    public static partial void OtherCluster(ILogger log, string address, int partitions, int own);
}
