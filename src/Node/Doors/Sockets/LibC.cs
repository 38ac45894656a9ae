using System.Runtime.InteropServices;

namespace AkkaCache.Node.Doors.Sockets;

/// <summary>The few calls of Linux that the socket loop makes itself. Source: their manual pages, sections 2 and 7.</summary>
internal static unsafe partial class LibC
{
    public const int EpollCloseOnExec = 0x80000;
    public const int EpollAdd = 1;
    public const uint EpollIn = 0x001;
    public const uint EpollOut = 0x004;
    public const uint EpollError = 0x008;
    public const uint EpollHangUp = 0x010;
    public const uint EpollPeerHangUp = 0x2000;
    public const uint EpollEdge = 1u << 31;
    public const int EventNonBlocking = 0x800;
    public const int MessageNoSignal = 0x4000;
    public const int TryAgain = 11;
    public const int Interrupted = 4;

    /// <summary>The kernel's epoll_event has no padding on x86-64 and the natural one elsewhere.</summary>
    public static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where an epoll_event keeps the number given at registration.</summary>
    public static readonly int EventDataOffset = EventBytes - 8;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int socket, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFile(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int file, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);
}
