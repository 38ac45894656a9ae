using System.Net;
using System.Net.Sockets;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;
using static AkkaCache.Node.Tests.Doors.Peers.PeerNode;

namespace AkkaCache.Node.Tests.Doors.Peers;

/// <summary>Somebody who is no node connects to the link door.</summary>
public sealed class TcpReceiverTests : IDisposable
{
    private readonly TcpTransport _transport = new(NullLogger<TcpTransport>.Instance);
    private readonly RecordedFrames _frames = new();

    public TcpReceiverTests()
    {
        _transport.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        ((IPeerTransport)_transport).Open(_frames);
    }

    public void Dispose() => _transport.Dispose();

    [Fact]
    public void Frames_arrive_one_by_one_however_the_bytes_are_cut()
    {
        using var socket = Connect();
        byte[] bytes = [.. "AKKACACHE-PEER\r\u0001"u8, 3, 0, 0, 0, 1, 2, 3, 1, 0, 0, 0, 9];
        foreach (var one in bytes) socket.Send([one]);
        Eventually(() => _frames.Count == 2);
        Assert.Equal([[1, 2, 3], [9]], _frames.All);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("AKKACACHE-PEER\r\u0002")]
    public void Other_beginning_ends_the_connection(string beginning)
    {
        using var socket = Connect();
        socket.Send(System.Text.Encoding.Latin1.GetBytes(beginning));
        Assert.True(IsEnded(socket));
        Assert.Equal(0, _frames.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(PeerFrame.MaxBytes + 1)]
    public void Length_that_no_frame_has_ends_the_connection(int length)
    {
        using var socket = Connect();
        socket.Send([.. "AKKACACHE-PEER\r\u0001"u8, .. BitConverter.GetBytes(length), 1, 2, 3]);
        Assert.True(IsEnded(socket));
        Assert.Equal(0, _frames.Count);
    }

    private Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        socket.Connect(_transport.Endpoint!);
        return socket;
    }

    private static bool IsEnded(Socket socket)
    {
        try
        {
            return socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }

    private sealed class RecordedFrames : IPeerFrames
    {
        private readonly List<byte[]> _all = [];

        public int Count
        {
            get
            {
                lock (_all) return _all.Count;
            }
        }

        public byte[][] All
        {
            get
            {
                lock (_all) return [.. _all];
            }
        }

        public void Received(ReadOnlyMemory<byte> frame)
        {
            lock (_all) _all.Add(frame.ToArray());
        }
    }
}
