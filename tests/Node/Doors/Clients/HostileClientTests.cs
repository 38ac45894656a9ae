using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Tests.Routing;
using AkkaCache.Protocol.Frames;
using AkkaCache.Testing;

namespace AkkaCache.Node.Tests.Doors.Clients;

/// <summary>What a client may not do: it is refused, counted and told to the log once, and another client does not notice.</summary>
public class HostileClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Wrong_and_missing_passwords_are_refused()
    {
        using var node = new ClientDoorFixture();
        node.Settings.Password = "secret";
        await using var client = new RawClient(node.Port);
        client.SendHello(new ClientHello { WindowBytes = 1 << 20 });
        Assert.Equal(FarewellCode.Password, client.NextFarewell(ClientFrameKind.Refused).Code);
        client.SendHello(new ClientHello { WindowBytes = 1 << 20, Password = "wrong" });
        Assert.Equal(FarewellCode.Password, client.NextFarewell(ClientFrameKind.Refused).Code);
        client.SendHello(new ClientHello { WindowBytes = 1 << 20, User = "other", Password = "secret" });
        Assert.Equal(FarewellCode.Password, client.NextFarewell(ClientFrameKind.Refused).Code);
        Assert.Equal(0, node.Sessions);
        client.Greet(new ClientHello { WindowBytes = 1 << 20, Password = "secret" });
        Assert.Single(node.Log.Lines);
    }

    [Fact]
    public async Task Without_a_password_a_door_that_others_can_reach_refuses_all()
    {
        using var node = new ClientDoorFixture(new ClientDoorOptions { IsProtected = true });
        await using var client = new RawClient(node.Port);
        client.SendHello();
        Assert.Equal(FarewellCode.Protected, client.NextFarewell(ClientFrameKind.Refused).Code);
    }

    [Fact]
    public async Task One_more_than_there_may_be_is_refused()
    {
        using var node = new ClientDoorFixture();
        node.Settings.MaxConnections = 1;
        await using var first = new RawClient(node.Port);
        first.Greet();
        await using var second = new RawClient(node.Port);
        second.SendHello();
        Assert.Equal(FarewellCode.TooManyClients, second.NextFarewell(ClientFrameKind.Refused).Code);
    }

    [Fact]
    public async Task Version_that_nobody_speaks_is_refused()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.SendHello(new ClientHello { LowestVersion = 2, HighestVersion = 9, WindowBytes = 1 << 20 });
        Assert.Equal(FarewellCode.Version, client.NextFarewell(ClientFrameKind.Refused).Code);
    }

    [Fact]
    public async Task Missing_frame_ends_the_session()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        client.SendFrame(2, "*1\r\n$4\r\nPING\r\n"u8);
        Assert.Equal(FarewellCode.FramesLost, client.NextFarewell(ClientFrameKind.Goodbye).Code);
    }

    [Fact]
    public async Task More_than_the_window_ends_the_session()
    {
        using var node = new ClientDoorFixture(new ClientDoorOptions { WindowBytes = ClientHello.MinWindowBytes }, new RespDoorOptions { PipelineTurn = 1 });
        await using var client = new RawClient(node.Port);
        client.Greet();
        using (new GateHolder(node.Partitions[node.Partitions.PartitionOf("held"u8)].Gate))
        {
            // The first command waits, so what follows is not consumed.
            client.SendFrame(1, Encoding.ASCII.GetBytes(RawClient.Resp("SET", "held", "v")));
            for (var i = 2UL; i < 60; i++) client.SendFrame(i, new byte[ClientFrame.MaxPayloadBytes]);
            Assert.Equal(FarewellCode.Misbehaved, client.NextFarewell(ClientFrameKind.Goodbye).Code);
        }
        Assert.Equal(1, node.Counters.SessionsCutOff.Value);
    }

    [Fact]
    public async Task Credit_for_what_was_never_sent_ends_the_session()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        client.Send(ClientFrameWriter.Credit(client.Session, 1_000_000));
        Assert.Equal(FarewellCode.Misbehaved, client.NextFarewell(ClientFrameKind.Goodbye).Code);
    }

    [Fact]
    public async Task Bytes_that_are_no_commands_end_the_session_with_Redis_error()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        client.SendData("*x\r\n"u8);
        client.Expect("-ERR Protocol error: invalid multibulk length\r\n");
        Assert.Equal(FarewellCode.Killed, client.NextFarewell(ClientFrameKind.Goodbye).Code);
    }

    [Fact]
    public async Task Frames_that_make_no_sense_are_counted_and_told_once()
    {
        using var node = new ClientDoorFixture();
        await using var rubbish = new RawClient(node.Port);
        await using var client = new RawClient(node.Port);
        client.Greet();
        for (var i = 0; i < 100; i++) rubbish.Send([(byte)i, 0xFF, 1, 2, 3], signed: true);
        await Until.TrueAsync(() => node.Counters.FramesUnreadable.Value == 100, Patience, () => $"100 are counted, {node.Counters.FramesUnreadable.Value} are");
        Assert.Single(node.Log.Lines);
        AssertServes(client);
    }

    [Fact]
    public async Task Frame_of_a_guessed_session_is_nobodys()
    {
        using var node = new ClientDoorFixture();
        await using var other = new RawClient(node.Port);
        await using var client = new RawClient(node.Port);
        client.Greet();
        other.Session = client.Session + 1;
        other.SendCommand("FLUSHALL");
        await Until.TrueAsync(() => node.Counters.UnknownSessions.Value == 1, Patience, () => "it is counted");
        AssertServes(client);
    }

    [Fact]
    public async Task Hello_with_the_address_of_somebody_else_is_not_answered()
    {
        using var node = new ClientDoorFixture();
        await using var liar = new RawClient(node.Port, host: "127.0.0.1");
        await using var client = new RawClient(node.Port);
        liar.SendHello();
        client.Greet();
        await Until.TrueAsync(() => node.Counters.FramesUnreadable.Value == 1, Patience, () => "it is counted");
        Assert.Equal(1, node.Sessions);
    }

    [Theory]
    [MemberData(nameof(ForbiddenMessages))]
    public async Task Message_of_Akkas_own_is_not_looked_at(string what)
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        await using var stranger = new AkkaStranger(node.Port);
        for (var i = 0; i < 50; i++) stranger.Send(what);
        await Until.TrueAsync(() => node.Counters.MessagesRefused.Value == 50, Patience, () => $"50 {what} are counted, {node.Counters.MessagesRefused.Value} are");
        Assert.Single(node.Log.Lines);
        AssertServes(client);
    }

    public static TheoryData<string> ForbiddenMessages => [.. AkkaStranger.Messages];

    [Fact]
    public async Task Oversize_frame_of_the_transport_ends_its_connection_only()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, node.Port);
        socket.Send([0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3]);
        Assert.Equal(0, socket.Receive(new byte[1]));
        AssertServes(client);
    }

    [Fact]
    public async Task Bytes_that_are_nothing_end_their_connection_only()
    {
        using var node = new ClientDoorFixture();
        await using var client = new RawClient(node.Port);
        client.Greet();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, node.Port);
        socket.Send("*1\r\n$4\r\nPING\r\n"u8);
        socket.Send(Encoding.ASCII.GetBytes(new string('x', 1000)));
        socket.Shutdown(SocketShutdown.Send);
        AssertServes(client);
    }

    private static void AssertServes(RawClient client)
    {
        client.SendCommand("PING");
        client.Expect("+PONG\r\n");
    }
}
