using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Node.Doors.Sockets;

/// <summary>Linux's epoll: a set of sockets and a wait for what happens to any of them.</summary>
internal sealed unsafe class EventPoll : IDisposable
{
    /// <summary>Events fetched at once. More than are ready at a time on all but the busiest machines.</summary>
    public const int Capacity = 256;

    private const int WakeSlot = -1;
    private readonly int _epoll;
    private readonly int _wake;
    private readonly byte* _events;

    public EventPoll()
    {
        _epoll = Checked(LibC.EpollCreate(LibC.EpollCloseOnExec));
        _wake = Checked(LibC.EventFile(0, LibC.EpollCloseOnExec | LibC.EventNonBlocking));
        _events = (byte*)NativeMemory.AllocZeroed(Capacity, (nuint)LibC.EventBytes);
        // Edge-triggered: nobody has to read the counter back.
        Add(_wake, WakeSlot, LibC.EpollIn | LibC.EpollEdge);
    }

    /// <summary>Watches a socket: each arrival, and each time that room to send comes back, is told of once, by its slot.</summary>
    public void Add(int socket, int slot) => Add(socket, slot, LibC.EpollIn | LibC.EpollOut | LibC.EpollPeerHangUp | LibC.EpollEdge);

    /// <summary>Waits up to <paramref name="timeoutMs"/> (-1: without end) and gives the number of events.</summary>
    public int Wait(int timeoutMs)
    {
        var count = LibC.EpollWait(_epoll, _events, Capacity, timeoutMs);
        if (count >= 0) return count;
        var error = Marshal.GetLastPInvokeError();
        return error == LibC.Interrupted ? 0 : throw new Win32Exception(error);
    }

    /// <summary>The event at <paramref name="index"/>. False: somebody called <see cref="Wake"/>.</summary>
    public bool TryGet(int index, out int slot, out Readiness readiness, out bool peerEnded)
    {
        var at = _events + (index * LibC.EventBytes);
        var what = Unsafe.ReadUnaligned<uint>(at);
        slot = (int)Unsafe.ReadUnaligned<long>(at + LibC.EventDataOffset);
        peerEnded = (what & (LibC.EpollError | LibC.EpollHangUp | LibC.EpollPeerHangUp)) != 0;
        readiness = Readiness.None;
        if (peerEnded || (what & LibC.EpollIn) != 0) readiness |= Readiness.Readable;
        if (peerEnded || (what & LibC.EpollOut) != 0) readiness |= Readiness.Writable;
        return slot != WakeSlot;
    }

    /// <summary>Ends a wait, from any thread.</summary>
    public void Wake()
    {
        var one = 1L;
        _ = LibC.Write(_wake, (byte*)&one, sizeof(long));
    }

    public void Dispose()
    {
        _ = LibC.Close(_epoll);
        _ = LibC.Close(_wake);
        NativeMemory.Free(_events);
    }

    private void Add(int file, int slot, uint interest)
    {
        var change = stackalloc byte[16];
        Unsafe.WriteUnaligned(change, interest);
        Unsafe.WriteUnaligned(change + LibC.EventDataOffset, (long)slot);
        Checked(LibC.EpollControl(_epoll, LibC.EpollAdd, file, change));
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
