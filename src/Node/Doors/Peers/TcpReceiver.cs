using System.Net.Sockets;
using AkkaCache.Protocol.Frames;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>One connection that another node has made, and the thread that reads it.</summary>
/// <remarks>A thread for each, since nodes are few: it wakes when bytes come, whatever the thread pool is busy with, so that pings are answered in time.</remarks>
internal sealed class TcpReceiver(Socket socket, IPeerFrames frames, ILogger log, Action<TcpReceiver> ended) : IDisposable
{
    /// <summary>Several of the longest frames: under load one call brings many.</summary>
    private const int BufferBytes = 4 * PeerFrame.MaxBytes;

    /// <summary>A node says what it is as soon as it has connected.</summary>
    private const int PreambleMs = 5_000;

    // A peer that is cut off without a word is given up after some seconds; it pings several times a second.
    private const int KeepAliveIdleSeconds = 10;
    private const int KeepAliveIntervalSeconds = 2;
    private const int KeepAliveRetries = 3;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "peer receive", Priority = ThreadPriority.AboveNormal }.Start();

    public void Dispose() => socket.Dispose();

    private void Run()
    {
        try
        {
            Prepare();
            if (ReadPreamble()) ReadFrames();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other end is gone, or this one ends.
        }
        finally
        {
            socket.Dispose();
            ended(this);
        }
    }

    private void Prepare()
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveIdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
    }

    private bool ReadPreamble()
    {
        socket.ReceiveTimeout = PreambleMs;
        var expected = TcpPreamble.Bytes;
        while (_used < expected.Length)
        {
            if (!TryReceive()) return false;
            var compared = Math.Min(_used, expected.Length);
            if (_buffer.AsSpan(0, compared).SequenceEqual(expected[..compared])) continue;
            PeerLog.NoPeer(log, socket.RemoteEndPoint);
            return false;
        }
        socket.ReceiveTimeout = 0;
        Consume(expected.Length);
        return true;
    }

    private void ReadFrames()
    {
        do
        {
            var at = 0;
            while (_used - at >= TcpPreamble.LengthBytes)
            {
                if (!TcpPreamble.TryReadLength(_buffer.AsSpan(at), out var length))
                {
                    PeerLog.NoPeer(log, socket.RemoteEndPoint);
                    return;
                }
                if (_used - at - TcpPreamble.LengthBytes < length) break;
                var frame = GC.AllocateUninitializedArray<byte>(length);
                _buffer.AsSpan(at + TcpPreamble.LengthBytes, length).CopyTo(frame);
                frames.Received(frame);
                at += TcpPreamble.LengthBytes + length;
            }
            Consume(at);
        }
        while (TryReceive());
    }

    private bool TryReceive()
    {
        var received = socket.Receive(_buffer.AsSpan(_used));
        _used += received;
        return received > 0;
    }

    private void Consume(int bytes)
    {
        if (bytes == 0) return;
        _buffer.AsSpan(bytes, _used - bytes).CopyTo(_buffer);
        _used -= bytes;
    }
}
