using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaCache.Neighbours;

/// <summary>A plain connection to any server that speaks RESP. It parses nothing, so that what is measured is the server.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly byte[] End = "+PONG\r\n"u8.ToArray();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
    private readonly byte[] _buffer = new byte[1024 * 1024];

    public Connection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>Sends inline commands and waits until all were answered.</summary>
    public void Run(string commands)
    {
        _socket.Send(Encoding.ASCII.GetBytes(commands + "\r\nPING\r\n"));
        var tail = new byte[End.Length];
        while (true)
        {
            var got = _socket.Receive(_buffer);
            if (got == 0) throw new EndOfStreamException("the server closed the connection");
            if (got >= tail.Length)
            {
                _buffer.AsSpan(got - tail.Length, tail.Length).CopyTo(tail);
            }
            else
            {
                tail.AsSpan(got).CopyTo(tail);
                _buffer.AsSpan(0, got).CopyTo(tail.AsSpan(tail.Length - got));
            }
            if (tail.AsSpan().SequenceEqual(End)) return;
        }
    }

    public void Dispose() => _socket.Dispose();
}
