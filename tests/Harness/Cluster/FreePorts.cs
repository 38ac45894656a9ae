using System.Net;
using System.Net.Sockets;

namespace AkkaCache.Testing.Cluster;

/// <summary>Ports for nodes that come back to them.</summary>
/// <remarks>
/// They lie below the range that Linux takes the ports of outgoing connections from (32768 and up). In that range a client that tries again and
/// again to reach a node that is down gets, sooner or later, that very port for its own end: it connects to itself, and the node cannot come back.
/// </remarks>
public static class FreePorts
{
    private const int First = 15_000;
    private const int Count = 17_000;

    /// <summary>Test runs beside each other begin at different places.</summary>
    private const int Stride = 31;

    private static readonly Lock Guard = new();
    private static int _next = Environment.ProcessId * Stride % Count;

    public static int Take()
    {
        lock (Guard)
        {
            for (var tried = 0; tried < Count; tried++)
            {
                var port = First + _next++ % Count;
                if (IsFree(port)) return port;
            }
        }
        throw new InvalidOperationException($"no free port from {First} to {First + Count - 1}");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
