using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Load;

/// <summary>One TCP connection of a load: requests go out in pipelines, replies come back in the same order.</summary>
/// <remarks>An operation is unknown until its reply is there, so nothing has to be done when the connection breaks.</remarks>
internal sealed class LoadLink : IDisposable
{
    private readonly Socket _socket;
    private readonly Lock _lock = new();
    private readonly Queue<Request> _inFlight = new();
    private readonly List<Reply> _replies = [];
    private readonly MemoryStream _pipeline = new();
    private readonly Task _reading;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    private LoadLink(Socket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>False once the other side has closed, or sent what is no RESP.</summary>
    public bool IsOpen => !_reading.IsCompleted;

    public int InFlight
    {
        get
        {
            lock (_lock) return _inFlight.Count;
        }
    }

    /// <summary>How long the operation that was sent first of those in flight has been waiting.</summary>
    public TimeSpan LongestWait
    {
        get
        {
            lock (_lock) return _inFlight.TryPeek(out var first) ? Stopwatch.GetElapsedTime(first.Operation.Called) : TimeSpan.Zero;
        }
    }

    /// <returns>Null when nobody listens there, or does not answer in time.</returns>
    public static async Task<LoadLink?> ConnectAsync(IPEndPoint node, TimeSpan patience)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = new CancellationTokenSource(patience);
            await socket.ConnectAsync(node, timeout.Token);
            return new LoadLink(socket);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            return null;
        }
    }

    public async Task SendAsync(IReadOnlyList<Request> requests)
    {
        _pipeline.SetLength(0);
        foreach (var request in requests) request.WriteTo(_pipeline);
        lock (_lock)
        {
            foreach (var request in requests)
            {
                request.Operation.Called = Stopwatch.GetTimestamp();
                _inFlight.Enqueue(request);
            }
        }
        try
        {
            var left = _pipeline.GetBuffer().AsMemory(0, (int)_pipeline.Length);
            while (left.Length > 0) left = left[await _socket.SendAsync(left)..];
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The reader sees the end as well.
        }
    }

    /// <summary>Ends the connection; what is in flight stays unknown.</summary>
    public async Task CloseAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
                var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
                if (received == 0) return;
                _end += received;
                if (!TakeReplies(Stopwatch.GetTimestamp())) return;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Closed, by either side.
        }
    }

    /// <returns>False when what came cannot be understood: nothing behind it can be either.</returns>
    private bool TakeReplies(long now)
    {
        while (_end > _start && ReplyParser.TryParse(_buffer.AsSpan(_start, _end - _start), out var reply, out var consumed))
        {
            _start += consumed;
            if (!Take(reply, now) || reply.Kind == ReplyKind.Rubbish) return false;
        }
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        return true;
    }

    private bool Take(Reply reply, long now)
    {
        lock (_lock)
        {
            if (!_inFlight.TryPeek(out var request)) return false;
            _replies.Add(reply);
            if (_replies.Count < request.Commands.Length && reply.Kind != ReplyKind.Rubbish) return true;
            _inFlight.Dequeue();
            request.Take(_replies, now);
            _replies.Clear();
            return true;
        }
    }
}
