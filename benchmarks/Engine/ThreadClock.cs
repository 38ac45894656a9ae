using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>Processor time of this thread: the wall clock charges an operation for whatever else the machine did meanwhile. Linux only.</summary>
internal static partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of time.h.
    private const int ThreadProcessorTime = 3;

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    public static long Nanoseconds()
    {
        _ = ReadClock(ThreadProcessorTime, out var now);
        return now.Seconds * 1_000_000_000 + now.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpec now);
}
