using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using AkkaCache.Node.Doors.Sockets;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Resp;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>The door for Redis clients: accepts connections, and keeps to their limits.</summary>
public sealed class RespDoor : ConnectionHost
{
    /// <summary>Connections that may wait to be accepted: a reconnecting fleet after a restart. The kernel caps it by somaxconn.</summary>
    private const int Backlog = 4096;

    /// <summary>One loop can keep this many cores busy; it and its helpers are as many threads.</summary>
    private const int CoresPerLoop = 8;

    /// <summary>A stranger has this long for the TLS handshake.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly SocketLoop[] _loops;
    private Socket? _listener;

    public RespDoor(RespDoorOptions options, DoorServices services, ILogger<RespDoor> log)
        : base(options, services, log)
    {
        _loops = options.UsesSocketLoop && options.Certificate is null ? CreateLoops(log) : [];
    }

    /// <summary>Where the door listens, once started.</summary>
    public IPEndPoint? EndPoint => _listener?.LocalEndPoint as IPEndPoint;

    /// <summary>Binds and listens.</summary>
    /// <exception cref="DoorException">The port is taken or the address is not this machine's.</exception>
    public void Start()
    {
        var endpoint = new IPEndPoint(BindAddress.Resolve(Options.Bind), Options.Port);
        _listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (endpoint.Address.Equals(IPAddress.IPv6Any)) _listener.DualMode = true;
        try
        {
            _listener.Bind(endpoint);
            _listener.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw BindAddress.Refused("doors.resp.port", endpoint, e);
        }
        BeginSweeping();
        _ = AcceptAll(_listener);
    }

    private protected override void StopAccepting() => _listener?.Dispose();

    private protected override void Close()
    {
        foreach (var loop in _loops) loop.Dispose();
    }

    private static SocketLoop[] CreateLoops(ILogger log)
    {
        var cores = Environment.ProcessorCount;
        var loops = new SocketLoop[(cores + CoresPerLoop - 1) / CoresPerLoop];
        for (var i = 0; i < loops.Length; i++) loops[i] = new SocketLoop(i, (cores / loops.Length) - 1, static () => Gate.Collisions, log);
        return loops;
    }

    private async Task AcceptAll(Socket listener)
    {
        while (!IsStopping)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (IsStopping) return;
                // A peer that vanished while it waited, or too many open files: neither ends the door.
                Resp.Log.AcceptFailed(Log, e.SocketErrorCode);
                await Task.Delay(TimeSpan.FromMilliseconds(10), Time).ConfigureAwait(false);
                continue;
            }
            Welcome(socket);
        }
    }

    private void Welcome(Socket socket)
    {
        try
        {
            if (Clients.Count >= Clients.MaxConnections)
            {
                Clients.Rejected();
                Refuse(socket, ErrorText.MaxClients);
                return;
            }
            if (IsProtected(socket))
            {
                Clients.Rejected();
                Refuse(socket, ErrorText.ProtectedMode);
                return;
            }
            var id = NextId();
            var connection = new RespConnection(this, Options, id, socket.RemoteEndPoint?.ToString() ?? "", socket.LocalEndPoint?.ToString() ?? "");
            if (Options.Certificate is not null) _ = Handshake(socket, connection);
            else if (_loops.Length == 0) Start(connection, new StreamTransport(new NetworkStream(socket, ownsSocket: true), connection));
            else Start(connection, new PolledTransport(socket, _loops[id % _loops.Length], connection));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }

    private void Start(RespConnection connection, Transport transport)
    {
        Add(connection);
        connection.Start(transport);
        if (IsStopping) connection.Kill();
    }

    private async Task Handshake(Socket socket, RespConnection connection)
    {
        socket.NoDelay = true;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            using var timeout = new CancellationTokenSource(HandshakeTimeout, Time);
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = Options.Certificate }, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
        {
            Resp.Log.HandshakeFailed(Log, connection.RemoteAddress, e.Message);
            await stream.DisposeAsync().ConfigureAwait(false);
            return;
        }
        Start(connection, new StreamTransport(stream, connection));
    }

    private bool IsProtected(Socket socket) =>
        Options.ProtectedMode && !Node.RequiresPassword && socket.RemoteEndPoint is IPEndPoint remote && !IPAddress.IsLoopback(Plain(remote.Address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static void Refuse(Socket socket, ReadOnlySpan<byte> error)
    {
        using (socket)
        {
            using var writer = new RespWriter();
            writer.Error(error);
            socket.Blocking = false;
            socket.Send(writer.Peek().AsSpan(), SocketFlags.None, out _);
        }
    }
}
