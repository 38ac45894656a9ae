using AkkaCache.Protocol.Frames;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>What the client door logs.</summary>
internal static partial class ClientDoorLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A message for Akka's serializer {Serializer} came to the client door and was not looked at ({Bytes} bytes); told once for each serializer")]
    public static partial void MessageRefused(ILogger log, int serializer, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} sent what is no frame of this version, or no client's; told once for each peer")]
    public static partial void Unreadable(ILogger log, string peer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Client {Client} ({Address}) is cut off: {Code}; told once for each peer")]
    public static partial void CutOff(ILogger log, long client, string address, FarewellCode code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} is refused: {Reason}; told once for each peer")]
    public static partial void Refused(ILogger log, string peer, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Clients could not be looked after this time")]
    public static partial void PulseFailed(ILogger log, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A frame of {Peer} could not be handled")]
    public static partial void FrameFailed(ILogger log, string peer, Exception error);
}
