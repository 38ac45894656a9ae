using System.Net;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Host names and addresses as settings.</summary>
internal static class HostText
{
    /// <summary>The longest name that DNS allows.</summary>
    public const int MaxLength = 253;

    public const string Allowed = "a host name or IP address";

    public static bool IsHost(string text) => Uri.CheckHostName(text) is not UriHostNameType.Unknown;

    public static bool IsWildcard(string host) => IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
