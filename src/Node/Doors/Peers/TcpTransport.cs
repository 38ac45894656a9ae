using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Carries frames over TCP: one connection in each direction between two nodes, each made by whoever sends.</summary>
/// <remarks>
/// <para>
/// A connection begins with <see cref="TcpPreamble"/>; a frame is its length (4 bytes, little-endian) and its bytes. Who sent a frame and for whom it is stands in the frame, so a connection
/// proves nothing and promises nothing: one that breaks loses what was in it, and the streams notice.
/// </para>
/// <para>
/// Akka's remoting did this before; each frame passed six threads there, against three here (decision 18).
/// </para>
/// </remarks>
public sealed class TcpTransport(ILogger<TcpTransport> log) : IPeerTransport
{
    /// <summary>Connections that wait to be accepted: more nodes than start at a time.</summary>
    private const int Backlog = 128;

    /// <summary>After a connection that could not be accepted: long enough for one line of the log, short enough for a node that starts.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<TcpReceiver, bool> _receivers = new();
    private readonly ConcurrentDictionary<NodeId, TcpRoute> _routes = new();
    private readonly ManualResetEvent _disposed = new(false);
    private Socket? _listener;
    private Func<NodeId, DnsEndPoint?> _addressOf = static _ => null;
    private volatile bool _isDisposed;

    /// <summary>Where it listens, once it does.</summary>
    public IPEndPoint? Endpoint => _listener?.LocalEndPoint as IPEndPoint;

    /// <summary>Takes the port. What others send waits until <see cref="IPeerTransport.Open"/>.</summary>
    /// <exception cref="SocketException">The port cannot be had.</exception>
    public void Listen(IPEndPoint endpoint)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(Backlog);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
        _listener = listener;
    }

    /// <summary>Where a node's transport listens; null while that is not known. Asked whenever a connection is made.</summary>
    public void FindNodesBy(Func<NodeId, DnsEndPoint?> addressOf) => _addressOf = addressOf;

    void IPeerTransport.Open(IPeerFrames frames)
    {
        if (_listener is not { } listener) throw new InvalidOperationException("the transport does not listen yet");
        new Thread(() => Accept(listener, frames)) { IsBackground = true, Name = "peers accept" }.Start();
    }

    bool IPeerTransport.TryRoute(NodeId node, [NotNullWhen(true)] out IPeerRoute? route)
    {
        route = null;
        if (!_routes.TryGetValue(node, out var known))
        {
            // Beyond, somebody makes nodes up.
            if (_routes.Count >= PeerLimits.Links) return false;
            known = _routes.GetOrAdd(node, static (node, transport) => new TcpRoute(() => transport._addressOf(node)), this);
        }
        if (_isDisposed) known.Dispose();
        route = known;
        return true;
    }

    void IPeerTransport.Forget(NodeId node)
    {
        if (_routes.TryRemove(node, out var route)) route.Dispose();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _disposed.Set();
        _listener?.Dispose();
        foreach (var receiver in _receivers.Keys) receiver.Dispose();
        foreach (var route in _routes.Values) route.Dispose();
    }

    private void Accept(Socket listener, IPeerFrames frames)
    {
        while (!_isDisposed)
        {
            Socket socket;
            try
            {
                socket = listener.Accept();
            }
            catch (SocketException e) when (!_isDisposed)
            {
                // Out of descriptors, say: others may end meanwhile.
                PeerLog.NotAccepted(log, e.Message);
                _disposed.WaitOne(AcceptPause);
                continue;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            if (_receivers.Count >= PeerLimits.Links)
            {
                socket.Dispose();
                continue;
            }
            var receiver = new TcpReceiver(socket, frames, log, ended => _receivers.TryRemove(ended, out _));
            _receivers[receiver] = true;
            receiver.Start();
            if (_isDisposed) receiver.Dispose();
        }
    }
}
