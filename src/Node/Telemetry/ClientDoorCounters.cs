namespace AkkaCache.Node.Telemetry;

/// <summary>What came to the client door and was not taken.</summary>
public sealed class ClientDoorCounters
{
    /// <summary>Messages for one of Akka's own serializers, whose bytes nobody looked at.</summary>
    public StripedCounter MessagesRefused { get; } = new();

    /// <summary>Frames that are none of this version.</summary>
    public StripedCounter FramesUnreadable { get; } = new();

    /// <summary>Frames of sessions that are not there, or not any more.</summary>
    public StripedCounter UnknownSessions { get; } = new();

    /// <summary>Sessions ended because of what the client sent.</summary>
    public StripedCounter SessionsCutOff { get; } = new();
}
