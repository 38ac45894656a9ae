using System.Globalization;
using System.Text;

namespace AkkaCache.Protocol.Frames;

/// <summary>What a node pushes to a client that reads through a near cache: a key that it read has changed, or everything that it read of a partition counts as changed.</summary>
/// <remarks>
/// A push of two elements in the stream of replies: <see cref="PushName"/>, then the key as a bulk string or the number of the partition as an integer.
/// <code>
/// >2 $10 invalidate $3 key
/// >2 $10 invalidate :17
/// </code>
/// </remarks>
public static class ClientInvalidation
{
    /// <summary>Longer keys are not cached near: a node remembers each key that is.</summary>
    public const int MaxKeyBytes = 256;

    /// <summary>First element of the push.</summary>
    public static ReadOnlySpan<byte> PushName => "invalidate"u8;

    private const string Head = ">2\r\n$10\r\ninvalidate\r\n";

    public static byte[] OfKey(ReadOnlySpan<byte> key)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Head}${key.Length}\r\n"));
        return [.. head, .. key, (byte)'\r', (byte)'\n'];
    }

    public static byte[] OfPartition(int partition) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Head}:{partition}\r\n"));
}
