using System.Net;
using System.Net.Sockets;

namespace AkkaCache.Testing;

/// <summary>A loopback port that somebody else listens on.</summary>
public sealed class TakenPort : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public TakenPort() => _listener.Start();

    public int Number => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();
}
