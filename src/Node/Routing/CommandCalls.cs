using AkkaCache.Commands.Table;

namespace AkkaCache.Node.Routing;

/// <summary>How often each command was executed. Each thread counts for itself; readers sum.</summary>
/// <remarks>A thread's counters are written by it alone and outlive it, so a sum never goes back and costs the hot path one increment.</remarks>
public static class CommandCalls
{
    /// <summary>More rows than any table has; a thread's counters are 4 KB.</summary>
    private const int MaxRows = 512;

    private static readonly Lock ThreadsLock = new();
    private static readonly List<long[]> Threads = [];

    [ThreadStatic]
    private static long[]? _mine;

    public static void Count(int row) => (_mine ?? Register())[row]++;

    /// <summary>Calls of one row since the process started.</summary>
    public static long Of(CommandDescriptor row)
    {
        lock (ThreadsLock)
        {
            long sum = 0;
            foreach (var thread in Threads) sum += Volatile.Read(ref thread[row.Index]);
            return sum;
        }
    }

    /// <summary>Calls of all rows since the process started.</summary>
    public static long Total
    {
        get
        {
            lock (ThreadsLock)
            {
                long sum = 0;
                foreach (var thread in Threads)
                {
                    foreach (var calls in thread) sum += calls;
                }
                return sum;
            }
        }
    }

    private static long[] Register()
    {
        _mine = new long[MaxRows];
        lock (ThreadsLock) Threads.Add(_mine);
        return _mine;
    }
}
