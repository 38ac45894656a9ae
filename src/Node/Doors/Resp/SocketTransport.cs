using System.Net.Sockets;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>Plain TCP. With inline completions a receive continues on the thread that saw the socket become readable.</summary>
internal sealed class SocketTransport : Transport
{
    private readonly Socket _socket;
    private readonly ITransportOwner _owner;
    private readonly SocketAsyncEventArgs _receive;
    private readonly SocketAsyncEventArgs _send;

    public SocketTransport(Socket socket, ITransportOwner owner)
    {
        _socket = socket;
        _owner = owner;
        _socket.NoDelay = true;
        // Sends are tried without waiting; only what the kernel does not take at once goes the asynchronous way.
        _socket.Blocking = false;
        _receive = new SocketAsyncEventArgs(true);
        _receive.Completed += OnReceived;
        _send = new SocketAsyncEventArgs(true);
        _send.Completed += OnSent;
    }

    public override bool Receive(ArraySegment<byte> buffer, out int bytes)
    {
        bytes = 0;
        try
        {
            _receive.SetBuffer(buffer.Array, buffer.Offset, buffer.Count);
            if (_socket.ReceiveAsync(_receive)) return false;
            bytes = Received(_receive);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    public override bool Send(ArraySegment<byte> chunk, out bool ok)
    {
        ok = false;
        try
        {
            var sent = _socket.Send(chunk.AsSpan(), SocketFlags.None, out var error);
            if (error is not SocketError.Success and not SocketError.WouldBlock) return true;
            if (sent < 0 || error == SocketError.WouldBlock) sent = 0;
            ok = sent == chunk.Count;
            if (ok) return true;
            _send.SetBuffer(chunk.Array, chunk.Offset + sent, chunk.Count - sent);
            if (_socket.SendAsync(_send)) return false;
            ok = _send.SocketError == SocketError.Success;
            return true;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    public override void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer was faster.
        }
        catch (ObjectDisposedException)
        {
            // Somebody else closed it.
        }
        _socket.Dispose();
    }

    public override void Dispose()
    {
        _socket.Dispose();
        _receive.Dispose();
        _send.Dispose();
    }

    private void OnReceived(object? sender, SocketAsyncEventArgs e) => _owner.ReceiveCompleted(Received(e));

    private void OnSent(object? sender, SocketAsyncEventArgs e) => _owner.SendCompleted(e.SocketError == SocketError.Success);

    private static int Received(SocketAsyncEventArgs e) => e.SocketError == SocketError.Success ? e.BytesTransferred : -1;
}

/// <summary>Who is told when an operation finishes later.</summary>
internal interface ITransportOwner
{
    void ReceiveCompleted(int bytes);
    void SendCompleted(bool ok);
}
