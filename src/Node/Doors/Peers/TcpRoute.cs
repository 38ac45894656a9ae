using System.Net;
using System.Net.Sockets;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>The way to one node: a connection that is made when there is something to send, and made again after it broke.</summary>
/// <remarks>
/// Whoever finds it idle sends, on his own thread, until the queue is empty or the socket takes no more; then the system calls back. Frames in the queue when a connection
/// breaks are lost, as are those for a node whose address is not known yet.
/// </remarks>
internal sealed class TcpRoute : IPeerRoute, IDisposable
{
    /// <summary>Some of the longest frames in one call of the system.</summary>
    private const int BufferBytes = 4 * PeerFrame.MaxBytes;

    /// <summary>More than the windows of both lanes, so it is only reached by a node that takes nothing at all.</summary>
    private const long QueueBytes = 2L * (PeerLimits.ControlWindowBytes + PeerLimits.BulkWindowBytes);

    /// <summary>Linux's TCP_USER_TIMEOUT: a connection whose bytes are not acknowledged for so long is given up, instead of being tried at ever longer intervals. Longer than <see cref="PeerLimits.Silence"/>.</summary>
    private const int UserTimeoutOption = 18;
    private const int UserTimeoutMs = 5_000;

    private readonly Func<DnsEndPoint?> _address;
    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _queue = new();
    private readonly SocketAsyncEventArgs _sending = new();
    private byte[] _buffer = [];
    private Socket? _socket;
    private long _queuedBytes;

    /// <summary>Somebody sends or connects, or waits for the system to have done so.</summary>
    private bool _isBusy;
    private bool _isDisposed;

    public TcpRoute(Func<DnsEndPoint?> address)
    {
        _address = address;
        _sending.Completed += (_, _) => GoOn();
    }

    public void Send(byte[] frame)
    {
        lock (_lock)
        {
            if (_isDisposed || _queuedBytes > QueueBytes) return;
            _queue.Enqueue(frame);
            _queuedBytes += frame.Length;
            if (_isBusy) return;
            _isBusy = true;
        }
        if (_socket is null) Connect();
        else SendQueued();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _queue.Clear();
        }
        _socket?.Dispose();
    }

    private void Connect()
    {
        if (_address() is not { } address)
        {
            Drop();
            return;
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, UserTimeoutOption, BitConverter.GetBytes(UserTimeoutMs));
        _socket = socket;
        if (_buffer.Length == 0) _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
        _sending.RemoteEndPoint = address;
        _sending.SetBuffer(null, 0, 0);
        Begin(static (socket, operation) => socket.ConnectAsync(operation));
    }

    /// <summary>An operation that did not complete at once has.</summary>
    private void GoOn()
    {
        if (_sending.SocketError != SocketError.Success) Drop();
        else SendQueued();
    }

    private void SendQueued()
    {
        while (TryFill(out var bytes))
        {
            _sending.SetBuffer(_buffer, 0, bytes);
            if (!Begin(static (socket, operation) => socket.SendAsync(operation))) return;
        }
    }

    /// <returns>True when the operation has succeeded already and the caller goes on.</returns>
    private bool Begin(Func<Socket, SocketAsyncEventArgs, bool> operation)
    {
        try
        {
            if (operation(_socket!, _sending)) return false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or NotSupportedException)
        {
            Drop();
            return false;
        }
        if (_sending.LastOperation == SocketAsyncOperation.Connect)
        {
            GoOn();
            return false;
        }
        if (_sending.SocketError == SocketError.Success) return true;
        Drop();
        return false;
    }

    /// <summary>Copies frames into the buffer, as many as fit. When there are none nobody is busy from then on.</summary>
    private bool TryFill(out int bytes)
    {
        bytes = 0;
        if (_sending.LastOperation == SocketAsyncOperation.Connect)
        {
            TcpPreamble.Bytes.CopyTo(_buffer);
            bytes = TcpPreamble.Bytes.Length;
        }
        lock (_lock)
        {
            while (_queue.TryPeek(out var frame) && bytes + TcpPreamble.LengthBytes + frame.Length <= _buffer.Length)
            {
                _queue.Dequeue();
                _queuedBytes -= frame.Length;
                TcpPreamble.WriteLength(_buffer.AsSpan(bytes), frame.Length);
                frame.CopyTo(_buffer.AsSpan(bytes + TcpPreamble.LengthBytes));
                bytes += TcpPreamble.LengthBytes + frame.Length;
            }
            _isBusy = bytes > 0;
            return _isBusy;
        }
    }

    /// <summary>The connection is of no use: what waits is lost, and the next frame makes a new one.</summary>
    private void Drop()
    {
        _socket?.Dispose();
        lock (_lock)
        {
            _socket = null;
            _queue.Clear();
            _queuedBytes = 0;
            _isBusy = false;
        }
    }
}
