using System.Runtime.InteropServices;

namespace AkkaCache.Daemon.Footprint;

/// <summary>The two calls that give memory back to Linux. Sources: madvise(2), malloc_trim(3).</summary>
internal static partial class LibC
{
    /// <summary>MADV_DONTNEED.</summary>
    public const int DontNeed = 4;

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static partial int Advise(nint address, nuint length, int advice);

    /// <remarks>GNU's library alone keeps what it could return, and has the call.</remarks>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    public static partial int TrimHeap(nuint keepBytes);
}
