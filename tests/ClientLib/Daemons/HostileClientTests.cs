using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using AkkaCache.Protocol.Remoting;
using AkkaCache.Testing;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>What must not come through the client door, sent to a real daemon: it is counted and told once, and the daemon goes on.</summary>
public sealed class HostileClientTests
{
    private const int Flood = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Messages_of_Akka_are_counted_told_once_and_harm_nobody()
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0");
        await using var client = await CacheClient.ConnectAsync(daemon.Client.ToString());
        var node = client.Cluster.Nodes[0].Id;
        var stranger = ActorSystem.Create("akkacache", ConfigurationFactory.ParseString("""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
            """));
        try
        {
            // The client door's own system, and a forged address of the cluster's system on that port.
            foreach (var system in new[] { ClosedSystemSettings.NodeSystem, "akkacache" })
            {
                var root = new RootActorPath(new Address("akka.tcp", system, "127.0.0.1", daemon.Client.Port));
                var provider = ((ExtendedActorSystem)stranger).Provider;
                for (var i = 0; i < Flood; i++)
                {
                    provider.ResolveActorRef(root / "temp" / "clients").Tell(new Gadget());
                    provider.ResolveActorRef(root / "user").Tell(PoisonPill.Instance);
                    provider.ResolveActorRef(root / "system" / "cluster" / "core" / "daemon").Tell(new Gadget());
                    stranger.ActorSelection(root / "user" / "*").Tell(new Gadget());
                }
            }
            using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                await socket.ConnectAsync(IPAddress.Loopback, daemon.Client.Port);
                await socket.SendAsync(new byte[] { 0xFF, 0xFF, 0xFF, 0x7F, 1 });
            }
            await Until.TrueAsync(() => RefusedOf(client, node) >= 3 * Flood, Patience, () => $"{RefusedOf(client, node)} are refused");
        }
        finally
        {
            await stranger.Terminate();
        }

        Assert.Equal(1, await client.IncrementAsync("n"));
        Assert.Equal("healthy", client.Cluster.Nodes[0].Health.ToString(), ignoreCase: true);
        Assert.True(daemon.IsAlive);
        // One line for each serializer that was named: JSON, Akka's own messages, selections.
        var lines = daemon.Output.Split('\n').Where(line => line.Contains("client door", StringComparison.Ordinal) && line.Contains("was not looked at", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 1, 3);
        Assert.DoesNotContain("error", daemon.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static long RefusedOf(CacheClient client, string node) =>
        long.Parse(client.Cluster.InfoAsync(node, "clients").AsTask().GetAwaiter().GetResult()["client_door_messages_refused"], CultureInfo.InvariantCulture);

    /// <summary>A class that no daemon has: its name travels in the JSON, as that of a gadget would.</summary>
    public sealed class Gadget
    {
        public string Command { get; set; } = "rm";
    }
}
