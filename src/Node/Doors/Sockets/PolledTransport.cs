using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AkkaCache.Node.Doors.Sockets;

/// <summary>Plain TCP on a <see cref="SocketLoop"/>: each receive and each send is one call into the kernel.</summary>
internal sealed unsafe class PolledTransport : Transport
{
    private readonly Socket _socket;
    private readonly SocketLoop _loop;
    private readonly int _file;
    private volatile bool _ending;
    private bool _closed;

    public PolledTransport(Socket socket, SocketLoop loop, ISocketOwner owner)
    {
        _socket = socket;
        _loop = loop;
        socket.Blocking = false;
        socket.NoDelay = true;
        _file = (int)socket.SafeHandle.DangerousGetHandle();
        Owner = owner;
    }

    public ISocketOwner Owner { get; }

    /// <summary>The peer ended its side or the connection broke: the loop will not tell of this again.</summary>
    public void PeerEnded() => _ending = true;

    /// <summary>Its place in the loop's table; set by the loop before the first event can come.</summary>
    public int Slot { get; set; }

    public override void Start() => _loop.Add(this, _file);

    /// <inheritdoc/>
    /// <remarks>
    /// The loop tells of each arrival once (edge-triggered). A receive that does not fill its room has emptied the socket, so the
    /// call that would only say so is spared; not when the peer has ended its side, which was told of already.
    /// </remarks>
    public override int Receive(Span<byte> room, out bool more)
    {
        more = false;
        if (_closed) return Gone;
        while (true)
        {
            nint got;
            fixed (byte* target = room) got = LibC.Receive(_file, target, room.Length, 0);
            if (got > 0)
            {
                more = got == room.Length || _ending;
                return (int)got;
            }
            if (got == 0) return Gone;
            var error = Marshal.GetLastPInvokeError();
            if (error == LibC.TryAgain) return NotNow;
            if (error != LibC.Interrupted) return Gone;
        }
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        if (_closed) return Gone;
        while (true)
        {
            nint sent;
            fixed (byte* source = bytes) sent = LibC.Send(_file, source, bytes.Length, LibC.MessageNoSignal);
            if (sent >= 0) return (int)sent;
            var error = Marshal.GetLastPInvokeError();
            if (error == LibC.TryAgain) return 0;
            if (error != LibC.Interrupted) return Gone;
        }
    }

    public override void Dispose()
    {
        if (_closed) return;
        _closed = true;
        // Closing the file takes it out of the loop's set; an event that was fetched before finds the slot empty or another's, who looks for nothing.
        _loop.Remove(Slot);
        _socket.Dispose();
    }
}
