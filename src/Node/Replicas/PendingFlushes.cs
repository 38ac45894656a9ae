using System.Numerics;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Replicas;

/// <summary>Partitions in which something was written that their backups were not sent yet.</summary>
/// <remarks>
/// A thread that executes commands notes each partition that it leaves with more effects, and when its batch is done it flushes whatever is noted, its own and
/// others'. So a pipeline of writes to one partition leaves as one message, and a lone write leaves at once, without a hop to another thread.
/// Where nobody waits for the copies, a thread of its own flushes at intervals instead: many connections write a little to each of many partitions, and an effect that shares its message
/// costs a fraction of one that does not.
/// </remarks>
public sealed class PendingFlushes : IDisposable
{
    private const int Words = PartitionLayout.MaxCount / 64;

    private readonly ulong[] _noted = new ulong[Words];
    private readonly TimeSpan _interval;
    private readonly ManualResetEventSlim? _due;
    private readonly CancellationTokenSource _stop = new();
    private Action<int>? _flush;
    private int _any;

    /// <param name="interval">Between two flushes while something is written; zero: whoever wrote flushes.</param>
    public PendingFlushes(TimeSpan interval = default)
    {
        _interval = interval;
        if (interval > TimeSpan.Zero) _due = new ManualResetEventSlim(false, spinCount: 0);
    }

    /// <summary>Sets what a flush does. Once, before the first.</summary>
    public void Start(Action<int> flush)
    {
        _flush = flush;
        if (_due is not null) new Thread(FlushAtIntervals) { IsBackground = true, Name = "flush to copies" }.Start();
    }

    public void Note(int partition)
    {
        Interlocked.Or(ref _noted[partition >> 6], 1UL << (partition & 63));
        if (Volatile.Read(ref _any) == 0) Volatile.Write(ref _any, 1);
    }

    /// <summary>Flushes what is noted, or has it flushed when the interval is over. The caller holds no gate. Costs one read when nothing is.</summary>
    public void Flush()
    {
        if (Volatile.Read(ref _any) == 0 || _flush is not { } flush) return;
        if (_due is null) FlushNoted(flush);
        else if (!_due.IsSet) _due.Set();
    }

    public void Dispose() => _stop.Cancel();

    private void FlushAtIntervals()
    {
        try
        {
            while (true)
            {
                _due!.Wait(_stop.Token);
                // What is noted after this sets it again.
                _due.Reset();
                FlushNoted(_flush!);
                _stop.Token.WaitHandle.WaitOne(_interval);
            }
        }
        catch (OperationCanceledException)
        {
            // The node ends.
        }
    }

    private void FlushNoted(Action<int> flush)
    {
        // A full fence: whoever notes something after this sees the zero, and what was noted before is seen below.
        Interlocked.Exchange(ref _any, 0);
        for (var word = 0; word < _noted.Length; word++)
        {
            if (Volatile.Read(ref _noted[word]) == 0) continue;
            var bits = Interlocked.Exchange(ref _noted[word], 0);
            for (; bits != 0; bits &= bits - 1) flush((word << 6) + BitOperations.TrailingZeroCount(bits));
        }
    }
}
