using System.Net;
using System.Net.Sockets;

namespace AkkaCache.Differential.Servers;

/// <summary>
/// A planted fault: passes everything between clients and a server, but replaces one byte string on its way.
/// It shows that the comparison would notice a server that is wrong in just one thing.
/// </summary>
internal sealed class ReplacingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly byte[] _find;
    private readonly byte[] _replacement;
    private readonly bool _inReplies;

    /// <param name="server">Where to pass things on.</param>
    /// <param name="inReplies">Whether the fault is in the replies or in the requests.</param>
    /// <param name="find">Must not end in a line feed, so that a beginning of it never ends a message.</param>
    /// <param name="replacement">What arrives instead.</param>
    public ReplacingProxy(IPEndPoint server, bool inReplies, ReadOnlySpan<byte> find, ReadOnlySpan<byte> replacement)
    {
        _server = server;
        _inReplies = inReplies;
        _find = find.ToArray();
        _replacement = replacement.ToArray();
        _listener.Start();
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await server.ConnectAsync(_server);
            await Task.WhenAny(PassAsync(client, server, !_inReplies), PassAsync(server, client, _inReplies));
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool faulty)
    {
        var buffer = new byte[1 << 16];
        var held = 0;
        try
        {
            while (true)
            {
                var received = await from.ReceiveAsync(buffer.AsMemory(held));
                if (received == 0) return;
                var passed = faulty ? Replace(buffer.AsSpan(0, held + received), out held) : buffer[..received];
                await SendAllAsync(to, passed);
                if (held > 0) Array.Copy(buffer, 0, buffer, 0, held);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Either side closed; so does the other.
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes)..];
    }

    /// <summary>Replaces in <paramref name="bytes"/>; a beginning of the search string at the end is moved to the front and held back.</summary>
    private byte[] Replace(Span<byte> bytes, out int held)
    {
        var result = new List<byte>(bytes.Length);
        ReadOnlySpan<byte> rest = bytes;
        for (var at = rest.IndexOf(_find); at >= 0; at = rest.IndexOf(_find))
        {
            result.AddRange(rest[..at]);
            result.AddRange(_replacement);
            rest = rest[(at + _find.Length)..];
        }
        held = Math.Min(_find.Length - 1, rest.Length);
        while (!rest.EndsWith(_find.AsSpan(0, held))) held--;
        result.AddRange(rest[..^held]);
        rest[^held..].CopyTo(bytes);
        return [.. result];
    }

    public void Dispose() => _listener.Dispose();
}
