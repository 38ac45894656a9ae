using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Replication.Wire;

/// <summary>Bytes that are no frame of replication messages: an operating fault, of the link or of the other side. The rest of the frame is void.</summary>
public sealed class WireFormatException(string message) : Exception(message)
{
    [DoesNotReturn]
    internal static void Throw(int offset, string what) => throw new WireFormatException($"replication frame, byte {offset}: {what}");

    [DoesNotReturn]
    internal static void Throw(int offset, string what, ulong value, long limit) => Throw(offset, $"{what} = {value}: must be at most {limit}");
}
