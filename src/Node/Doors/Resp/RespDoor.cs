using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Doors.Sockets;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Resp;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>The door for Redis clients: accepts connections, keeps to their limits, and gives each what it needs to execute commands.</summary>
public sealed class RespDoor : IDisposable
{
    /// <summary>Connections that may wait to be accepted: a reconnecting fleet after a restart. The kernel caps it by somaxconn.</summary>
    private const int Backlog = 4096;

    /// <summary>One loop can keep this many cores busy; it and its helpers are as many threads.</summary>
    private const int CoresPerLoop = 8;

    /// <summary>A connection that was silent for this long gives its buffers back.</summary>
    private const int TrimAfterMs = 2000;

    /// <summary>How often idle and unauthenticated connections are looked for.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    /// <summary>A stranger has this long for the TLS handshake.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly RespDoorOptions _options;
    private readonly IChannels _channels;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CommandWorkers _workers;
    private readonly SocketLoop[] _loops;
    private readonly ConcurrentDictionary<long, RespConnection> _connections = new();
    private Socket? _listener;
    private ITimer? _sweep;
    private long _lastId;
    private bool _stopping;

    public RespDoor(
        RespDoorOptions options, CommandRouter router, PartitionTable partitions, INode node, IChannels channels, IConnections clients,
        DataSettings settings, ErrorCounters errors, TimeProvider time, ILogger<RespDoor> log)
    {
        _options = options;
        Router = router;
        Keyspace = partitions;
        Node = node;
        _channels = channels;
        Clients = clients;
        Settings = settings;
        CountError = errors.Count;
        _time = time;
        _log = log;
        _workers = new CommandWorkers(log);
        _loops = options.UsesSocketLoop && options.Certificate is null ? CreateLoops(log) : [];
    }

    internal CommandRouter Router { get; }
    internal IKeyspace Keyspace { get; }
    internal INode Node { get; }
    internal DataSettings Settings { get; }
    internal IConnections Clients { get; }
    internal ErrorObserver CountError { get; }
    internal long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Where the door listens, once started.</summary>
    public IPEndPoint? EndPoint => _listener?.LocalEndPoint as IPEndPoint;

    /// <summary>Binds and listens.</summary>
    /// <exception cref="DoorException">The port is taken or the address is not this machine's.</exception>
    public void Start()
    {
        var endpoint = new IPEndPoint(BindAddress.Resolve(_options.Bind), _options.Port);
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
        _sweep = _time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
        _ = AcceptAll(_listener);
    }

    /// <summary>Accepts nobody any more and ends all connections.</summary>
    public void Stop()
    {
        if (_stopping) return;
        _stopping = true;
        _sweep?.Dispose();
        _listener?.Dispose();
        foreach (var connection in _connections.Values) connection.Kill();
        _workers.Dispose();
        foreach (var loop in _loops) loop.Dispose();
    }

    public void Dispose() => Stop();

    internal ISubscriptions CreateSubscriptions(IPushTarget target) => _channels.CreateSubscriptions(target);

    internal void Defer(RespConnection connection)
    {
        if (_stopping) connection.Kill();
        else _workers.Add(connection);
    }

    internal void CommandFailed(RespConnection connection, CommandDescriptor? command, Exception error) =>
        Log.CommandFailed(_log, command?.Name, connection.Session.Id, error);

    internal void ConnectionFailed(RespConnection connection, Exception error) => Log.ConnectionFailed(_log, connection.Session.Id, error);

    internal void OutputLimitReached(RespConnection connection) =>
        Log.OutputLimitReached(_log, connection.Session.Id, connection.RemoteAddress, connection.OutputBytes);

    internal void Ended(RespConnection connection)
    {
        _connections.TryRemove(connection.Session.Id, out _);
        Clients.Remove(connection);
        connection.Session.UnsubscribeAll();
        if (connection.Session.WatchedKeys.Count > 0) ThreadPool.UnsafeQueueUserWorkItem(Router.Forget, connection.Session, preferLocal: false);
    }

    private static SocketLoop[] CreateLoops(ILogger log)
    {
        var cores = Environment.ProcessorCount;
        var loops = new SocketLoop[(cores + CoresPerLoop - 1) / CoresPerLoop];
        for (var i = 0; i < loops.Length; i++) loops[i] = new SocketLoop(i, (cores / loops.Length) - 1, log);
        return loops;
    }

    private async Task AcceptAll(Socket listener)
    {
        while (!_stopping)
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
                if (_stopping) return;
                // A peer that vanished while it waited, or too many open files: neither ends the door.
                Log.AcceptFailed(_log, e.SocketErrorCode);
                await Task.Delay(TimeSpan.FromMilliseconds(10), _time).ConfigureAwait(false);
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
            var id = Interlocked.Increment(ref _lastId);
            var connection = new RespConnection(this, _options, id, socket.RemoteEndPoint, socket.LocalEndPoint);
            if (_options.Certificate is not null) _ = Handshake(socket, connection);
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
        _connections[connection.Session.Id] = connection;
        Clients.Add(connection);
        connection.Start(transport);
        if (_stopping) connection.Kill();
    }

    private async Task Handshake(Socket socket, RespConnection connection)
    {
        socket.NoDelay = true;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            using var timeout = new CancellationTokenSource(HandshakeTimeout, _time);
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _options.Certificate }, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
        {
            Log.HandshakeFailed(_log, connection.RemoteAddress, e.Message);
            await stream.DisposeAsync().ConfigureAwait(false);
            return;
        }
        Start(connection, new StreamTransport(stream, connection));
    }

    private bool IsProtected(Socket socket) =>
        _options.ProtectedMode && !Node.RequiresPassword && socket.RemoteEndPoint is IPEndPoint remote && !IPAddress.IsLoopback(Plain(remote.Address));

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

    private void Sweep()
    {
        var now = NowMs;
        var idleMs = Clients.IdleTimeoutSeconds * 1000L;
        foreach (var connection in _connections.Values)
        {
            var idle = idleMs > 0 && now - connection.LastActiveMs > idleMs && connection.Session.SubscriptionCount == 0;
            var stranger = !connection.Session.IsAuthenticated && now - connection.StartedMs > _options.AuthenticationTimeout.TotalMilliseconds;
            if (idle || stranger) connection.Kill();
            else if (connection.HoldsBuffers && now - connection.LastActiveMs > TrimAfterMs) connection.Trim();
        }
    }
}
