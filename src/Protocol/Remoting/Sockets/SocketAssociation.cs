using System.Buffers.Binary;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace AkkaCache.Protocol.Remoting.Sockets;

/// <summary>One connection: sends frames in the order in which they are given, and gives those that come to its listener, one at a time.</summary>
/// <remarks>
/// <para>
/// Nobody who sends waits for the peer: what the kernel does not take at once is kept and sent as it does. Whoever reads may send, so if senders waited, two that answer each other with full
/// buffers would wait for ever. What is kept is bounded by the windows of the sessions; beyond <see cref="MostKeptBytes"/> the peer does not keep to them, and the connection ends.
/// </para>
/// <para>Invariant: with <see cref="_isSending"/> somebody will look at what is kept once more, and nobody else sends.</para>
/// </remarks>
internal sealed class SocketAssociation : AssociationHandle
{
    private const int HeadBytes = sizeof(int);

    /// <summary>Twice the longest window of replies that a node grants, and some for what has none.</summary>
    private const int MostKeptBytes = 160 << 20;

    /// <summary>Enough for most batches; a longer frame makes it grow.</summary>
    private const int FirstBufferBytes = 16 << 10;

    /// <summary>Buffers beyond this are not kept for the next frames.</summary>
    private const int RetainedBytes = 256 << 10;

    private readonly SocketTransport _transport;
    private readonly Socket _socket;
    private readonly Lock _lock = new();

    // Guarded by the lock.
    private byte[] _kept = new byte[FirstBufferBytes];
    private int _keptBytes;
    private bool _isSending;
    private bool _isEnding;

    // Of whoever sends.
    private byte[] _leaving = [];
    private SocketAsyncEventArgs? _later;

    // Of whoever reads.
    private byte[] _read = new byte[FirstBufferBytes];
    private int _readStart;
    private int _readEnd;
    private IHandleEventListener _listener = null!;

    private int _isClosed;
    private volatile bool _hasSpoken;

    public SocketAssociation(SocketTransport transport, Socket socket, Address local, Address remote)
        : base(local, remote)
    {
        _transport = transport;
        _socket = socket;
        socket.Blocking = false;
    }

    /// <summary>A whole frame came.</summary>
    public bool HasSpoken => _hasSpoken;

    /// <summary>Reads as soon as Akka has named a listener.</summary>
    public void Begin()
    {
        // Whoever connects may be in the middle of a request of the application's, whose context is not that of all that will come.
        var isSuppressed = ExecutionContext.IsFlowSuppressed();
        if (!isSuppressed) ExecutionContext.SuppressFlow();
        try
        {
            ReadHandlerSource.Task.ContinueWith(BeginToRead, TaskContinuationOptions.OnlyOnRanToCompletion);
        }
        finally
        {
            if (!isSuppressed) ExecutionContext.RestoreFlow();
        }
    }

    public override bool Write(ByteString payload)
    {
        lock (_lock)
        {
            if (_isEnding || _isClosed != 0) return false;
            var length = HeadBytes + payload.Length;
            if (_keptBytes > MostKeptBytes - length)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static association => association.Close(), this, preferLocal: false);
                return false;
            }
            if (_kept.Length - _keptBytes < length) Array.Resize(ref _kept, Math.Max(_keptBytes + length, _kept.Length * 2));
            BinaryPrimitives.WriteInt32LittleEndian(_kept.AsSpan(_keptBytes), payload.Length);
            payload.Span.CopyTo(_kept.AsSpan(_keptBytes + HeadBytes));
            _keptBytes += length;
            if (_isSending) return true;
            _isSending = true;
        }
        SendKept();
        return true;
    }

    /// <summary>Sends what is kept, then closes.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isEnding = true;
            if (_isSending) return;
        }
        Close();
    }

    [Obsolete("Akka calls it by another that states reasons.")]
    public override void Disassociate() => End();

    /// <summary>As long as something is kept. The caller has set <see cref="_isSending"/>.</summary>
    private void SendKept()
    {
        while (TakeKept(out var length))
        {
            var sent = 0;
            while (sent < length)
            {
                var count = _socket.Send(_leaving.AsSpan(sent, length - sent), SocketFlags.None, out var error);
                if (error == SocketError.Success)
                {
                    sent += count;
                    continue;
                }
                if (error != SocketError.WouldBlock)
                {
                    Close();
                    return;
                }
                if (SendLater(sent, length - sent)) return;
                break;
            }
        }
    }

    /// <summary>Takes what is kept, to be sent. False: nothing is, and whoever gives the next frame sends.</summary>
    private bool TakeKept(out int length)
    {
        bool mustClose;
        lock (_lock)
        {
            length = _keptBytes;
            if (length > 0)
            {
                if (_leaving.Length > RetainedBytes) _leaving = [];
                (_kept, _leaving) = (_leaving.Length == 0 ? new byte[FirstBufferBytes] : _leaving, _kept);
                _keptBytes = 0;
                return true;
            }
            _isSending = false;
            mustClose = _isEnding;
        }
        if (mustClose) Close();
        return false;
    }

    /// <summary>Has the runtime send the rest when the kernel takes it. False: it is sent already.</summary>
    private bool SendLater(int offset, int length)
    {
        if (_later is null)
        {
            _later = new SocketAsyncEventArgs();
            _later.Completed += (_, done) =>
            {
                if (done.SocketError == SocketError.Success) SendKept();
                else Close();
            };
        }
        _later.SetBuffer(_leaving, offset, length);
        try
        {
            if (_socket.SendAsync(_later)) return true;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
        if (_later.SocketError == SocketError.Success) return false;
        Close();
        return true;
    }

    private void BeginToRead(Task<IHandleEventListener> listener)
    {
        _listener = listener.Result;
        if (!_transport.TryTakeReader()) _ = ReadAsync();
        else new Thread(ReadHere) { IsBackground = true, Name = "client frames" }.UnsafeStart();
    }

    /// <summary>On a thread of its own, which waits in the kernel.</summary>
    private void ReadHere()
    {
        try
        {
            while (_socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead))
            {
                var count = _socket.Receive(RoomToRead(), SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock) continue;
                if (error != SocketError.Success || count == 0 || !Take(count)) break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed, here or there.
        }
        _transport.GiveReaderBack();
        EndReading();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                RoomToRead();
                var count = await _socket.ReceiveAsync(_read.AsMemory(_readEnd), SocketFlags.None).ConfigureAwait(false);
                if (count == 0 || !Take(count)) break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed, here or there.
        }
        EndReading();
    }

    private void EndReading()
    {
        Close();
        _listener.Notify(new Disassociated(DisassociateInfo.Unknown));
    }

    private Span<byte> RoomToRead()
    {
        var left = _readEnd - _readStart;
        if (_readStart > 0)
        {
            _read.AsSpan(_readStart, left).CopyTo(_read);
            (_readStart, _readEnd) = (0, left);
        }
        if (_readEnd == _read.Length) Array.Resize(ref _read, _read.Length * 2);
        return _read.AsSpan(_readEnd);
    }

    /// <summary>Gives whole frames to the listener. False when the peer sends what is no frame.</summary>
    private bool Take(int count)
    {
        _readEnd += count;
        while (_readEnd - _readStart >= HeadBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(_read.AsSpan(_readStart));
            if (length < 0 || length > _transport.MostFrameBytes) return false;
            if (_readEnd - _readStart - HeadBytes < length) break;
            _hasSpoken = true;
            var frame = ByteString.CopyFrom(_read, _readStart + HeadBytes, length);
            _readStart += HeadBytes + length;
            _listener.Notify(new InboundPayload(frame));
        }
        return true;
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        _transport.Ended(this);
        try
        {
            // Wakes a thread that waits for the peer, which closing alone does not.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It was not connected any more.
        }
        _socket.Dispose();
    }
}
