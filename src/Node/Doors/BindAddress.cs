using System.Net;
using System.Net.Sockets;

namespace AkkaCache.Node.Doors;

/// <summary>The address a door listens on, from a host name or address as configured.</summary>
public static class BindAddress
{
    /// <summary>The address; of a name the first, IPv4 before IPv6.</summary>
    /// <exception cref="DoorException">The name is unknown.</exception>
    public static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        try
        {
            return Dns.GetHostAddresses(host).OrderBy(found => found.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            throw new DoorException($"{host}: no address is known for this name; set node.bind or node.host", e);
        }
    }

    /// <summary>Whether nobody on another machine can reach it.</summary>
    public static bool IsLoopback(string host) => IPAddress.IsLoopback(Resolve(host));

    /// <summary>One line about a door that could not listen.</summary>
    public static DoorException Refused(string portKey, IPEndPoint endpoint, SocketException cause) => new(
        cause.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"{portKey} = {endpoint.Port}: {endpoint} is in use by another process; choose another port, or 0 for a free one",
            SocketError.AddressNotAvailable => $"{portKey} = {endpoint.Port}: {endpoint.Address} is not an address of this machine; set node.bind",
            SocketError.AccessDenied => $"{portKey} = {endpoint.Port}: ports below 1024 need a privilege that this process does not have",
            _ => $"{portKey} = {endpoint.Port}: cannot listen on {endpoint}: {cause.Message}",
        },
        cause);

    /// <summary>Makes sure that a port can be had, for a door that is opened by somebody else and reports badly. Port 0 always can.</summary>
    /// <exception cref="DoorException">It cannot.</exception>
    public static void Probe(string portKey, string host, int port)
    {
        var address = Resolve(host);
        var endpoint = new IPEndPoint(address, port);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
        }
        catch (SocketException e)
        {
            throw Refused(portKey, endpoint, e);
        }
    }
}
