using System.Buffers.Binary;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>What a connection between nodes begins with, and how frames are told apart on it.</summary>
internal static class TcpPreamble
{
    public const int LengthBytes = sizeof(int);

    /// <summary>Letters that no other protocol begins with, and the version of this one.</summary>
    public static ReadOnlySpan<byte> Bytes => "AKKACACHE-PEER\r\u0001"u8;

    public static void WriteLength(Span<byte> output, int frameBytes) => BinaryPrimitives.WriteInt32LittleEndian(output, frameBytes);

    /// <summary>False when no frame has that length.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> input, out int frameBytes)
    {
        frameBytes = BinaryPrimitives.ReadInt32LittleEndian(input);
        return frameBytes is > 0 and <= PeerFrame.MaxBytes;
    }
}
