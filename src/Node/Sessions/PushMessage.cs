using System.Buffers.Text;

namespace AkkaCache.Node.Sessions;

/// <summary>A channel's message as its subscribers receive it, encoded once for each protocol version that somebody wants.</summary>
/// <remarks>The two forms differ in their first byte only: RESP2 has an array where RESP3 has a push.</remarks>
internal struct PushMessage
{
    /// <summary>A type byte, ten digits of a length, CR LF.</summary>
    private const int MaxHeaderBytes = 13;

    private byte[]? _resp2;
    private byte[]? _resp3;

    /// <summary>The bytes for a target, made when first asked for.</summary>
    /// <param name="pattern">Empty for the subscribers of the channel itself.</param>
    public ReadOnlyMemory<byte> For(int protocolVersion, byte[]? pattern, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        if (protocolVersion >= 3) return _resp3 ??= Encode((byte)'>', pattern, channel, message);
        return _resp2 ??= Encode((byte)'*', pattern, channel, message);
    }

    private static byte[] Encode(byte type, byte[]? pattern, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        var kind = pattern is null ? "message"u8 : "pmessage"u8;
        var buffer = new byte[(5 * (MaxHeaderBytes + 2)) + kind.Length + (pattern?.Length ?? 0) + channel.Length + message.Length];
        var at = Header(buffer, 0, type, pattern is null ? 3 : 4);
        at = Bulk(buffer, at, kind);
        if (pattern is not null) at = Bulk(buffer, at, pattern);
        at = Bulk(buffer, at, channel);
        at = Bulk(buffer, at, message);
        return buffer.AsSpan(0, at).ToArray();
    }

    private static int Bulk(byte[] buffer, int at, ReadOnlySpan<byte> value)
    {
        at = Header(buffer, at, (byte)'$', value.Length);
        value.CopyTo(buffer.AsSpan(at));
        return LineEnd(buffer, at + value.Length);
    }

    private static int Header(byte[] buffer, int at, byte type, int value)
    {
        buffer[at] = type;
        Utf8Formatter.TryFormat(value, buffer.AsSpan(at + 1), out var digits);
        return LineEnd(buffer, at + 1 + digits);
    }

    private static int LineEnd(byte[] buffer, int at)
    {
        buffer[at] = (byte)'\r';
        buffer[at + 1] = (byte)'\n';
        return at + 2;
    }
}
