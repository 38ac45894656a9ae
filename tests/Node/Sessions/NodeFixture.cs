using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Sessions;

/// <summary>A node without Akka: all commands behind a RESP door on a free loopback port.</summary>
internal sealed class NodeFixture : IDisposable
{
    private readonly BareNode _node;
    private readonly RespDoor _door;

    /// <inheritdoc cref="BareNode"/>
    public NodeFixture(IClusterView? cluster = null, IEverywhere? everywhere = null)
    {
        _node = new BareNode(cluster: cluster, everywhere: everywhere);
        _door = new RespDoor(new RespDoorOptions { Port = 0 }, _node.ForDoors, NullLogger<RespDoor>.Instance);
        _door.Start();
    }

    public SessionSettings Settings => _node.Settings;

    public PartitionTable Partitions => _node.Partitions;

    public int Port => _door.EndPoint!.Port;

    /// <inheritdoc cref="BareNode.EndAsked"/>
    public CancellationToken EndAsked => _node.EndAsked;

    public Client Connect() => new(Port);

    public void CloseDoor() => _door.Stop();

    public void Dispose()
    {
        _door.Dispose();
        _node.Dispose();
    }

    /// <summary>A connection that sends inline commands and reads what comes back, byte by byte.</summary>
    internal sealed class Client : IDisposable
    {
        /// <summary>Long enough for a busy machine; a test that waits for it has failed.</summary>
        private const int DeadlineMs = 20_000;

        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = DeadlineMs };

        public Client(int port) => _socket.Connect(IPAddress.Loopback, port);

        public void Send(string lines) => _socket.Send(Encoding.Latin1.GetBytes(lines.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n"));

        /// <summary>Receives as many bytes as are expected, and says what they were. CR LF is shown as a blank.</summary>
        public void Expect(string reply)
        {
            var wanted = Encoding.Latin1.GetByteCount(reply.Replace(" ", "", StringComparison.Ordinal)) + (2 * reply.Count(c => c == ' '));
            var bytes = new byte[wanted];
            var at = 0;
            while (at < wanted)
            {
                var received = _socket.Receive(bytes.AsSpan(at));
                if (received == 0) break;
                at += received;
            }
            Assert.Equal(reply, Encoding.Latin1.GetString(bytes, 0, at).Replace("\r\n", " ", StringComparison.Ordinal));
        }

        /// <summary>Waits until the node ends the connection.</summary>
        public void ExpectEnd()
        {
            try
            {
                Assert.Equal(0, _socket.Receive(new byte[1]));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                return;
            }
        }

        /// <summary>Receives to the end of the current line.</summary>
        public string Line()
        {
            var text = new StringBuilder();
            var one = new byte[1];
            while (_socket.Receive(one) == 1 && one[0] != '\n') text.Append((char)one[0]);
            return text.ToString().TrimEnd('\r');
        }

        public void Dispose() => _socket.Dispose();
    }
}
