using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCache.Node.Hosting;

namespace AkkaCache.Daemon.Tests;

public class HealthVerbTests
{
    [Theory]
    [InlineData("+PONG\r\n", 0)]
    [InlineData("-NOAUTH Authentication required.\r\n", 0)]
    [InlineData("-CLUSTERDOWN Hash slot not served\r\n", 1)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", 1)]
    [InlineData("", 1)]
    public async Task Health_follows_the_answer_to_a_ping(string answer, int expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Task.Run(async () =>
        {
            using var client = await listener.AcceptSocketAsync();
            var asked = new byte[64];
            Assert.Equal("*1\r\n$4\r\nPING\r\n", Encoding.ASCII.GetString(asked, 0, await client.ReceiveAsync(asked)));
            await client.SendAsync(Encoding.ASCII.GetBytes(answer));
        });

        Assert.Equal(expected, await Ask(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)));
        await server;
    }

    [Fact]
    public async Task Nobody_listening_is_not_healthy()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        Assert.Equal(1, await Ask(port.ToString(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("0")]
    public async Task Unknown_port_is_not_healthy(string port)
    {
        Assert.Equal(1, await Ask(port));
    }

    [Fact]
    public async Task Door_on_all_addresses_is_asked_on_loopback()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new NodeOptionsReader()
            .Set("node.bind", "0.0.0.0", "test")
            .Set("doors.resp.port", ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture), "test")
            .Read();
        var asked = HealthVerb.Run(options, new StringWriter());
        using (var client = await listener.AcceptSocketAsync()) await client.SendAsync("+PONG\r\n"u8.ToArray());
        Assert.Equal(0, await asked);
    }

    private static Task<int> Ask(string port) =>
        HealthVerb.Run(new NodeOptionsReader().Set("doors.resp.port", port, "test").Read(), new StringWriter());
}
