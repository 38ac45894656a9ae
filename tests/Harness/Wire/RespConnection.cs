using System.Net;
using System.Net.Sockets;

namespace AkkaCache.Testing.Wire;

/// <summary>A blocking connection to one server: bytes out, reply trees in.</summary>
public sealed class RespConnection : IDisposable
{
    /// <summary>A server that is silent for so long has lost a reply; both servers usually answer within a millisecond.</summary>
    private static readonly TimeSpan ReplyDeadline = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private Reply? _over;

    public RespConnection(IPEndPoint server, TimeSpan? replyDeadline = null)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)(replyDeadline ?? ReplyDeadline).TotalMilliseconds,
        };
        _socket.Connect(server);
    }

    /// <summary>True when the connection ended or fell silent; it can only be disposed.</summary>
    public bool IsOver => _over is not null;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_over is not null) return;
        try
        {
            while (bytes.Length > 0) bytes = bytes[_socket.Send(bytes)..];
        }
        catch (SocketException)
        {
            // What the server said before it closed is still to be read; the end shows there.
        }
    }

    /// <summary>Tells the server that no more will come; replies can still be read.</summary>
    public void FinishSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Already closed by the server.
        }
    }

    /// <summary>The next reply, or one that says how the stream ended.</summary>
    public Reply Read()
    {
        while (_over is null)
        {
            if (_end > _start && ReplyParser.TryParse(_buffer.AsSpan(_start, _end - _start), out var reply, out var consumed))
            {
                _start += consumed;
                if (reply.IsEndOfStream) _over = reply;
                return reply;
            }
            Receive();
        }
        return _over!;
    }

    /// <summary>Everything until the server closes, parsed; the last reply tells the end.</summary>
    public List<Reply> ReadToEnd()
    {
        var replies = new List<Reply>();
        do replies.Add(Read());
        while (!replies[^1].IsEndOfStream);
        return replies;
    }

    private void Receive()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            var received = _socket.Receive(_buffer.AsSpan(_end));
            if (received == 0) _over = Reply.Leaf(ReplyKind.Closed);
            _end += received;
        }
        catch (SocketException error)
        {
            _over = Reply.Leaf(error.SocketErrorCode == SocketError.TimedOut ? ReplyKind.Silence : ReplyKind.Closed);
        }
    }

    public void Dispose() => _socket.Dispose();
}
