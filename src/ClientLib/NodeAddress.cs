using System.Globalization;

namespace AkkaCache.Client;

/// <summary>Where a node's client door is.</summary>
/// <param name="Host">As the node's own <c>node.host</c> says: a node takes nothing that is addressed to another name.</param>
/// <param name="Port">Of its client door.</param>
public readonly record struct NodeAddress(string Host, int Port = NodeAddress.DefaultPort)
{
    /// <summary>The port of client doors by convention.</summary>
    public const int DefaultPort = 4054;

    /// <summary>Reads HOST or HOST:PORT; an IPv6 address is in brackets.</summary>
    public static NodeAddress Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']')) return new NodeAddress(text);
        if (colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0) return new NodeAddress(text[..colon], port);
        throw new CacheException(CacheErrorCode.InvalidConfiguration, $"address = {text}: must be HOST or HOST:PORT, with a port from 1 to 65535");
    }

    public static implicit operator NodeAddress(string text) => Parse(text);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
