using AkkaCache.Commands.Table;

namespace AkkaCache.Node.Telemetry;

/// <summary>How often each command was executed. Each thread counts for itself; readers sum.</summary>
/// <remarks>
/// A thread's counters are written by it alone, which costs the hot path one increment. When a thread has ended, its counts are added to
/// those of the threads before it the next time that a new thread begins: a sum never goes back, and a pool that comes and goes holds
/// no more counters than it has threads.
/// </remarks>
public static class CommandCalls
{
    /// <summary>More rows than any table has; a thread's counters are 4 KB.</summary>
    private const int MaxRows = 512;

    private static readonly Lock ThreadsLock = new();
    private static readonly List<ThreadCounts> Threads = [];
    private static readonly long[] Ended = new long[MaxRows];

    [ThreadStatic]
    private static long[]? _mine;

    public static void Count(int row) => (_mine ?? Register())[row]++;

    /// <summary>Calls of one row since the process started.</summary>
    public static long Of(CommandDescriptor row)
    {
        lock (ThreadsLock)
        {
            var sum = Ended[row.Index];
            foreach (var thread in Threads) sum += Volatile.Read(ref thread.Calls[row.Index]);
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
                var sum = Ended.Sum();
                foreach (var thread in Threads) sum += thread.Calls.Sum();
                return sum;
            }
        }
    }

    /// <summary>Threads whose counters are held apart: those alive, and those that ended since the last one began.</summary>
    internal static int HeldThreads
    {
        get
        {
            lock (ThreadsLock) return Threads.Count;
        }
    }

    private static long[] Register()
    {
        _mine = new long[MaxRows];
        lock (ThreadsLock)
        {
            for (var i = Threads.Count - 1; i >= 0; i--)
            {
                if (Threads[i].Thread.IsAlive) continue;
                for (var row = 0; row < MaxRows; row++) Ended[row] += Threads[i].Calls[row];
                Threads.RemoveAt(i);
            }
            Threads.Add(new ThreadCounts(Thread.CurrentThread, _mine));
        }
        return _mine;
    }

    private sealed record ThreadCounts(Thread Thread, long[] Calls);
}
