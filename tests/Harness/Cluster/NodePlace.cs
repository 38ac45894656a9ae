using System.Net;

namespace AkkaCache.Testing.Cluster;

/// <summary>Where a node under test runs.</summary>
/// <param name="Address">At which all others, and the test, reach it.</param>
/// <param name="Launcher">What its process is started by, such as <c>ip netns exec NAME</c>; empty: nothing.</param>
public sealed record NodePlace(IPAddress Address, IReadOnlyList<string> Launcher)
{
    public static NodePlace Loopback { get; } = new(IPAddress.Loopback, []);
}
