using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;

namespace AkkaCache.Daemon;

/// <summary><c>akkacached health</c>: asks the RESP door of a node on this machine for a PING. For container health checks.</summary>
internal static class HealthVerb
{
    /// <summary>A node that takes longer has a problem that a check should see; below Docker's own time-out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<int> Run(NodeOptions options, TextWriter output)
    {
        if (options.Resp.Port.IsClosed || options.Resp.Port.Number == 0)
        {
            await output.WriteLineAsync($"doors.resp.port = {options.Resp.Port}: the port to ask must be known");
            return ExitCode.Failed;
        }
        var endpoint = new IPEndPoint(Reachable(BindAddress.Resolve(options.Resp.Bind)), options.Resp.Port.Number);
        try
        {
            var reply = await Ask(endpoint, options.Resp.Certificate is not null);
            await output.WriteLineAsync($"{endpoint}: {reply}");

            // A node that asks for a password is there; the check needs to know no secret.
            return reply is "+PONG" || reply.StartsWith("-NOAUTH", StringComparison.Ordinal) ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            await output.WriteLineAsync($"{endpoint}: {(e is OperationCanceledException ? "no answer" : e.Message)}");
            return ExitCode.Failed;
        }
    }

    private static async Task<string> Ask(IPEndPoint endpoint, bool tls)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint, patience.Token);
        await using var plain = new NetworkStream(socket);
        await using var stream = tls ? await Secure(plain, patience.Token) : plain;
        await stream.WriteAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), patience.Token);
        var buffer = new byte[256];
        var length = 0;
        while (length < buffer.Length && buffer.AsSpan(0, length).IndexOf("\r\n"u8) < 0)
        {
            var received = await stream.ReadAsync(buffer.AsMemory(length), patience.Token);
            if (received == 0) break;
            length += received;
        }
        var end = buffer.AsSpan(0, length).IndexOf("\r\n"u8);
        return Encoding.ASCII.GetString(buffer, 0, end < 0 ? length : end);
    }

    /// <summary>The check asks whether the node answers, on this machine; it sends no secret, so whose certificate it is does not matter.</summary>
    private static async Task<Stream> Secure(Stream plain, CancellationToken patience)
    {
        var stream = new SslStream(plain);
        var anyone = new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = static (_, _, _, _) => true };
        await stream.AuthenticateAsClientAsync(anyone, patience);
        return stream;
    }

    /// <summary>A door that listens on everything is asked on loopback.</summary>
    private static IPAddress Reachable(IPAddress bind) =>
        bind.Equals(IPAddress.Any) ? IPAddress.Loopback : bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bind;
}
