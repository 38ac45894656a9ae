using System.Collections.Concurrent;
using System.Net;

namespace AkkaCache.Node.Doors;

/// <summary>Where the node's doors listen, once they do. Doors report here; the daemon's first lines and INFO read it.</summary>
public sealed class OpenDoors
{
    private readonly ConcurrentDictionary<DoorKind, IPEndPoint> _endpoints = new();

    /// <summary>The door listens, on this address and port; port 0 has become the one that was free.</summary>
    public void Opened(DoorKind door, IPEndPoint endpoint) => _endpoints[door] = endpoint;

    public void Closed(DoorKind door) => _endpoints.TryRemove(door, out _);

    /// <summary>Null while the door is not open.</summary>
    public IPEndPoint? this[DoorKind door] => _endpoints.GetValueOrDefault(door);
}

/// <summary>Where requests enter a node.</summary>
public enum DoorKind
{
    Resp,
    Akka,
    Link,
    Client,
    Http,
}
