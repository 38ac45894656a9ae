namespace AkkaCache.Replication.Roles;

/// <summary>How long a node's last pings took, there and back. Written by one thread, read by any.</summary>
internal sealed class PingTimes
{
    /// <summary>Some ten seconds of pings: enough for a percentile that tells the slow ones, short enough that they are forgotten soon.</summary>
    private const int Kept = 64;

    private readonly long[] _times = new long[Kept];
    private int _count;

    public void Add(long time)
    {
        Volatile.Write(ref _times[_count % Kept], time);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The time that 99 of a hundred pings stayed below; of fewer pings the longest. 0 before the first.</summary>
    public long Percentile99
    {
        get
        {
            var kept = Math.Min(Volatile.Read(ref _count), Kept);
            if (kept == 0) return 0;
            var sorted = _times.AsSpan(0, kept).ToArray();
            Array.Sort(sorted);
            return sorted[(int)Math.Ceiling(kept * 0.99) - 1];
        }
    }
}
