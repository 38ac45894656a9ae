using System.Net;
using System.Net.Sockets;

namespace AkkaCache.Multinode.Proof;

/// <summary>A planted fault: passes everything between clients and a server, until it cuts all connections with replies on their way, or changes what the server says.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly Lock _lock = new();
    private readonly List<Socket> _clients = [];
    private volatile bool _isMute;

    public CuttingProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Keeps the server's replies to itself: requests still arrive.</summary>
    public bool IsMute
    {
        get => _isMute;
        set => _isMute = value;
    }

    /// <summary>Ends all connections; new ones may come.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                lock (_lock) _clients.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            await server.ConnectAsync(_server);
            await Task.WhenAny(PassAsync(client, server, isReply: false), PassAsync(server, client, isReply: true));
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isReply)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory()) is var received and > 0)
            {
                var left = isReply && _isMute ? default : buffer.AsMemory(0, received);
                while (left.Length > 0) left = left[await to.SendAsync(left)..];
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Either side closed; so does the other.
        }
    }
}
