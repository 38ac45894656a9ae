using System.Globalization;
using System.Text;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using AkkaCache.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Doors.Clients;

public class ClientDoorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Hello_is_welcomed_with_what_the_node_is()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        var welcome = client.Greet();
        Assert.Equal(("own", "one", "0.0.0", 1), (welcome.NodeId, welcome.NodeName, welcome.NodeVersion, welcome.Version));
        Assert.Equal((1 << 20, 15000), (welcome.WindowBytes, welcome.SilenceMs));
    }

    [Fact]
    public async Task Commands_are_answered_in_order_in_RESP3()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        client.SendData(Encoding.Latin1.GetBytes(RawClient.Resp("SET", "k", "v") + RawClient.Resp("GET", "k") + RawClient.Resp("GET", "absent") + RawClient.Resp("ZADD", "b", "1.5", "m") + RawClient.Resp("ZSCORE", "b", "m")));
        client.Expect("+OK\r\n$1\r\nv\r\n_\r\n:1\r\n,1.5\r\n");
    }

    [Fact]
    public async Task Deferred_command_keeps_its_place()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        client.SendData(Encoding.Latin1.GetBytes(RawClient.Resp("SET", "k", "v") + RawClient.Resp("DBSIZE") + RawClient.Resp("GET", "k")));
        client.Expect("+OK\r\n:1\r\n$1\r\nv\r\n");
    }

    [Fact]
    public async Task Value_of_16_MB_goes_there_and_back()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        var welcome = client.Greet(new ClientHello { WindowBytes = 64 << 20 });
        var value = new string('x', 16 << 20);
        var command = Encoding.Latin1.GetBytes(RawClient.Resp("SET", "k", value));

        // As far as the window allows, then as credit comes.
        long consumed = 0;
        for (var sent = 0; sent < command.Length;)
        {
            var room = (int)Math.Min(welcome.WindowBytes - (sent - consumed), command.Length - sent);
            if (room < ClientFrame.MaxPayloadBytes && sent + room < command.Length)
            {
                Assert.True(ClientFrame.TryRead(client.Next(ClientFrameKind.Credit), out var credit));
                consumed = credit.Consumed;
                continue;
            }
            client.SendData(command.AsSpan(sent, Math.Min(room, ClientFrame.MaxPayloadBytes)));
            sent += Math.Min(room, ClientFrame.MaxPayloadBytes);
        }
        client.Expect("+OK\r\n");
        client.SendCommand("GET", "k");
        client.Expect(string.Create(CultureInfo.InvariantCulture, $"${value.Length}\r\n{value}\r\n"));
    }

    [Fact]
    public async Task Replies_wait_for_credit()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet(new ClientHello { WindowBytes = ClientHello.MinWindowBytes });
        var value = new string('x', 100_000);
        client.SendCommand("SET", "k", value);
        client.Expect("+OK\r\n");
        client.SendCommand("GET", "k");
        var first = client.Receive(ClientHello.MinWindowBytes - 5);
        client.Send(ClientFrameWriter.Credit(client.Session, client.Consumed));
        Assert.Equal($"$100000\r\n{value}\r\n", first + client.Receive(100_000 + 11 - first.Length));
    }

    [Fact]
    public async Task Session_is_listed_as_a_client_and_can_be_killed()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet(new ClientHello { WindowBytes = 1 << 20, Name = "my app", Library = "lib" });
        Assert.Equal(1, node.Clients.Count);
        var line = new StringBuilder();
        node.Clients.AppendList(line, _ => true);
        Assert.Contains("name=my_app", line.ToString());
        Assert.Contains("lib-name=lib", line.ToString());
        Assert.Equal(1, node.Clients.Kill(_ => true));
        Assert.Equal(FarewellCode.Killed, client.NextFarewell(ClientFrameKind.Goodbye).Code);
        await Until.TrueAsync(() => node.Clients.Count == 0 && node.Sessions == 0, Patience, () => "the session ends");
    }

    [Fact]
    public async Task Goodbye_ends_the_session()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        client.Send(ClientFrameWriter.Goodbye(client.Session, new ClientFarewell(FarewellCode.Done, "")));
        await Until.TrueAsync(() => node.Clients.Count == 0 && node.Sessions == 0, Patience, () => "the session ends");
    }

    [Fact]
    public async Task Client_that_vanishes_is_noticed_at_once()
    {
        using var node = new ClientDoorFixture(new ClientDoorOptions { Silence = TimeSpan.FromMinutes(10) });
        await using (var client = new RawClient(node.Port)) client.Greet();
        await Until.TrueAsync(() => node.Clients.Count == 0 && node.Sessions == 0, Patience, () => "the session ends");
    }

    [Fact]
    public async Task Silent_client_is_given_up()
    {
        var time = new FakeTimeProvider();
        using var node = new ClientDoorFixture(time: time);
        await using var client = new RawClient(node.Port);
        client.Greet();
        time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal(FarewellCode.Silent, client.NextFarewell(ClientFrameKind.Goodbye).Code);
    }

    [Fact]
    public async Task Ping_is_answered_and_keeps_the_session()
    {
        var time = new FakeTimeProvider();
        using var node = new ClientDoorFixture(time: time);
        await using var client = new RawClient(node.Port);
        client.Greet();
        for (var i = 1UL; i <= 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            client.Send(ClientFrameWriter.Ping(client.Session, i, 0), signed: true);
            Assert.True(ClientFrame.TryRead(client.Next(ClientFrameKind.Pong), out var pong));
            Assert.Equal(i, pong.Number);
        }
        Assert.Equal(1, node.Sessions);
    }

    [Fact]
    public async Task Ping_of_a_session_that_is_not_there_is_told_so()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Send(ClientFrameWriter.Ping(client.Session, 1, 0), signed: true);
        Assert.Equal(FarewellCode.UnknownSession, client.NextFarewell(ClientFrameKind.Goodbye).Code);
    }

    [Fact]
    public async Task Second_hello_of_a_session_is_welcomed_again()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        Assert.Equal(client.Greet(), client.Greet());
        Assert.Equal(1, node.Sessions);
    }

    [Fact]
    public async Task Map_is_pushed_at_the_start_and_when_it_changes()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet(new ClientHello { WindowBytes = 1 << 20, Features = ClientFeatures.PartitionMap });
        Assert.True(ReceiveMap(client).Partitions[3].Owners.Primary.IsNone);
        node.Directory.Learn(3, 1, new NodeId("own"));
        Assert.Equal("own", ReceiveMap(client).Partitions[3].Owners.Primary.Value);
    }

    /// <summary>While there is no client nobody looks for changes: the first one of a day would be told the map of the day before.</summary>
    [Fact]
    public async Task Client_after_a_time_without_any_is_told_the_map_as_it_is_then()
    {
        using var node = new ClientDoorFixture(new ClientDoorOptions { MapPace = TimeSpan.FromHours(1) });
        node.Directory.Learn(3, 1, new NodeId("own"));
        node.Contacts.Name = "told meanwhile";
        await using var client = new RawClient(node.Port);
        client.Greet(new ClientHello { WindowBytes = 1 << 20, Features = ClientFeatures.PartitionMap });
        var map = ReceiveMap(client);
        Assert.Equal("own", map.Partitions[3].Owners.Primary.Value);
        Assert.Equal("told meanwhile", map.Nodes.Single().Name);
    }

    [Fact]
    public async Task Door_that_closes_says_goodbye()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        node.CloseDoor();
        Assert.Equal(FarewellCode.NodeEnds, client.NextFarewell(ClientFrameKind.Goodbye).Code);
    }

    [Fact]
    public async Task Door_that_is_drained_answers_what_it_was_asked_and_waits_until_its_clients_have_gone()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        var drained = node.DrainAsync(Patience);
        client.Next(ClientFrameKind.Leaving);
        client.SendCommand("PING");
        client.Expect("+PONG\r\n");
        Assert.False(drained.IsCompleted);
        client.Send(ClientFrameWriter.Goodbye(client.Session, new ClientFarewell(FarewellCode.Done, "")));
        await drained;
        Assert.Equal(0, node.Sessions);
    }

    private static ClientMap ReceiveMap(RawClient client)
    {
        client.Expect(">2\r\n$13\r\npartition-map\r\n$");
        var digits = "";
        for (var c = client.Receive(1); c != "\r"; c = client.Receive(1)) digits += c;
        client.Receive(1);
        var bytes = Encoding.Latin1.GetBytes(client.Receive(int.Parse(digits, CultureInfo.InvariantCulture)));
        client.Expect("\r\n");
        Assert.True(ClientMap.TryRead(bytes, out var map));
        return map;
    }
}
