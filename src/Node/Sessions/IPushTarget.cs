namespace AkkaCache.Node.Sessions;

/// <summary>A connection that can be sent something it did not ask for: a message of a channel.</summary>
public interface IPushTarget
{
    /// <summary>2 or 3: in which form it wants the message.</summary>
    int ProtocolVersion { get; }

    /// <summary>Queues bytes that are RESP already, from any thread. A target that does not read is cut off at its output limit.</summary>
    void Push(ReadOnlyMemory<byte> resp);
}
