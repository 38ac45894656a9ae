namespace AkkaCache.Protocol.Remoting;

/// <summary>What stands for a message whose bytes were not looked at, because no serializer but that of frames is open. It does nothing to whoever receives it.</summary>
/// <param name="Serializer">The number under which it came.</param>
public sealed record RefusedMessage(int Serializer, int Bytes);
