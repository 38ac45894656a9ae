using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCache.Node.Doors.Resp;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Doors.Resp;

public class RespDoorTests
{
    [Fact]
    public void Door_full_turns_further_connections_away()
    {
        using var door = new DoorFixture();
        door.Connections.MaxConnections = 1;
        using var first = door.Connect();
        first.SendText("PING\r\n");
        first.ReceiveText(7);
        using var second = door.Connect();
        Assert.StartsWith("-ERR max number of clients reached\r\n", second.ReceiveToEnd());
        Assert.Equal(1, door.Connections.RejectedCount);
    }

    [Fact]
    public void Door_closes_connections_that_are_idle_too_long_or_never_authenticate()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        using var door = new DoorFixture(new RespDoorOptions { AuthenticationTimeout = TimeSpan.FromSeconds(10) }, time);
        door.Connections.IdleTimeoutSeconds = 60;
        using var idle = door.Connect();
        idle.SendText("PING\r\n");
        idle.ReceiveText(7);
        door.Node.RequiresPassword = true;
        using var stranger = door.Connect();
        stranger.SendText("GET a\r\n");
        Assert.Equal("-NOAUTH", stranger.ReceiveText(34)[..7]);
        time.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal("", stranger.ReceiveToEnd());
        Assert.True(SpinWait.SpinUntil(() => door.Connections.Count == 1, TimeSpan.FromSeconds(20)));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("", idle.ReceiveToEnd());
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nSET a 1\r\n")]
    [InlineData("host: localhost\r\nSET a 1\r\n")]
    [InlineData("*2\r\n$4\r\npost\r\n$1\r\n/\r\nSET a 1\r\n")]
    public void Door_that_is_sent_http_closes_the_connection_before_the_body_and_warns_once_a_minute(string request)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        using var door = new DoorFixture(time: time);
        using var client = door.Connect();
        client.SendText("PING\r\n");
        client.ReceiveText(7);
        foreach (var (warnings, wait) in ((int, TimeSpan)[])[(1, TimeSpan.FromSeconds(59)), (1, TimeSpan.FromSeconds(1)), (2, TimeSpan.Zero)])
        {
            using var browser = door.Connect();
            browser.SendText(request);
            Assert.Empty(browser.ReceiveToEnd().Replace("<reset>", "", StringComparison.Ordinal));
            Assert.Equal(warnings, door.Log.Lines.Count(line => line.StartsWith("Warning: ", StringComparison.Ordinal) && line.Contains("closed: it sent HTTP", StringComparison.Ordinal)));
            time.Advance(wait);
        }
        client.SendText("GET a\r\n");
        Assert.Equal("$-1\r\n", client.ReceiveText(5));
    }

    [Fact]
    public async Task Door_with_a_certificate_speaks_tls()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        using var door = new DoorFixture(new RespDoorOptions { Certificate = SslStreamCertificateContext.Create(certificate, null, offline: true) });
        using var socket = door.Connect();
        using var stream = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        stream.AuthenticateAsClient("localhost");
        var value = new string('x', 300_000);
        var request2 = System.Text.Encoding.Latin1.GetBytes($"*3\r\n$3\r\nSET\r\n$1\r\nv\r\n${value.Length}\r\n{value}\r\nGET v\r\nBIG v 100000\r\n");
        var sending = Task.Run(() => stream.Write(request2));
        var expected = $"+OK\r\n${value.Length}\r\n{value}\r\n+OK\r\n";
        var received = new byte[expected.Length];
        stream.ReadExactly(received);
        await sending;
        Assert.Equal(expected, System.Text.Encoding.Latin1.GetString(received));
    }

    [Fact]
    public void Door_stopped_ends_its_connections()
    {
        Socket socket;
        using (var door = new DoorFixture())
        {
            socket = door.Connect();
            socket.SendText("PING\r\n");
            socket.ReceiveText(7);
        }
        Assert.Equal("", socket.ReceiveToEnd());
        socket.Dispose();
    }
}
