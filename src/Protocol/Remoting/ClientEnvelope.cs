namespace AkkaCache.Protocol.Remoting;

/// <summary>Akka's message that carries one frame between a .NET client and a node.</summary>
/// <param name="frame">Whole array; belongs to whoever has the envelope.</param>
public sealed class ClientEnvelope(byte[] frame)
{
    public byte[] Frame { get; } = frame;
}
