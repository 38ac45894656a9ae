using System.Runtime.InteropServices;

namespace AkkaCache.Engine.Memory;

/// <summary>Regions of 2 MB for <see cref="NativePages"/>; while a process grows, the next one is made ready ahead.</summary>
/// <remarks>
/// The first write to a huge page waits until the system has found and zeroed it: 6 ms were measured on a virtual machine, and every store of the process waits with it.
/// So the write is done by a thread of the pool as soon as the region before it is taken. Where that thread comes too late, the taker does it himself.
/// </remarks>
internal static unsafe partial class RegionSupply
{
    public const int RegionShift = 21;
    public const int RegionBytes = 1 << RegionShift;

    /// <summary>A process that holds less than this many regions is small and stays so: it gets none ahead.</summary>
    private const int GrowingFrom = 2;

    private const int SmallPageBytes = 4096;
    private const int AdviceHugePage = 14;

    private static readonly Preparation Next = new();
    private static nint _ready;
    private static int _taken;
    private static int _preparing;

    /// <summary>Regions taken and not returned, for tests.</summary>
    public static int Taken => Volatile.Read(ref _taken);

    /// <summary>Regions that were ready when they were asked for, for tests.</summary>
    public static long Prepared { get; private set; }

    /// <summary>The next region is there already, for tests.</summary>
    public static bool IsReadyAhead => Volatile.Read(ref _ready) != 0;

    /// <summary>A region at a multiple of its size. Contents unspecified. One caller at a time.</summary>
    public static void* Take()
    {
        var region = (void*)Interlocked.Exchange(ref _ready, 0);
        if (region == null) region = Map();
        else Prepared++;
        if (++_taken >= GrowingFrom && Interlocked.Exchange(ref _preparing, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(Next, preferLocal: false);
        return region;
    }

    /// <summary>Takes a region back. One is kept for the next caller, so that a process on the edge does not ask the system each time. One caller at a time.</summary>
    public static void Return(void* region)
    {
        _taken--;
        Keep(region);
    }

    private static void Keep(void* region)
    {
        if (Interlocked.CompareExchange(ref _ready, (nint)region, 0) != 0) NativeMemory.AlignedFree(region);
    }

    private static void* Map()
    {
        var region = NativeMemory.AlignedAlloc(RegionBytes, RegionBytes);
        // Only advice: where the system has no huge pages to give, or they are off, the region is made of small ones.
        if (OperatingSystem.IsLinux()) _ = Advise(region, RegionBytes, AdviceHugePage);
        return region;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nint bytes, int advice);

    private sealed class Preparation : IThreadPoolWorkItem
    {
        public void Execute()
        {
            if (Volatile.Read(ref _ready) == 0)
            {
                var region = (byte*)Map();
                for (var page = 0; page < RegionBytes; page += SmallPageBytes) region[page] = 0;
                Keep(region);
            }
            Volatile.Write(ref _preparing, 0);
        }
    }
}
