using System.Diagnostics;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>How late the thread pool of this process is: waiting for nodes must not take its threads.</summary>
/// <remarks>
/// A thread of its own sleeps beside it. When that wakes late as well, the machine had something else to do (several nodes that start, on two cores), or the collector had stopped all;
/// so only that counts by which a piece of work queued to the pool starts after it was queued, by a thread that was awake on both ends.
/// The test host keeps two of the pool's threads to itself for the whole run, one of which looks up once a second: on two processors that was the whole pool, until it injected more. So there are to be two more
/// from the beginning.
/// </remarks>
internal sealed class Pulse : IDisposable
{
    /// <summary>Beyond this threads of the pool wait for nodes.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(200);

    private const int ThreadsOfTestHost = 2;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new(false, spinCount: 0);
    private TimeSpan _worstOfMachine;
    private TimeSpan _worstOfPool;
    private int _beats;

    public Pulse()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + ThreadsOfTestHost), completions);
        _thread = new Thread(Beat) { IsBackground = true, Name = "pulse" };
        _thread.Start();
    }

    /// <summary>The pool was free. On a machine that let a thread of its own wait for long it may have been as late.</summary>
    public bool WasSteady => _worstOfPool < Bound || _worstOfPool < _worstOfMachine * 2;

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
    }

    public override string ToString() => $"the thread pool was {_worstOfPool.TotalMilliseconds:F0} ms late at worst, a thread of its own {_worstOfMachine.TotalMilliseconds:F0} ms, in {_beats} beats";

    private void Beat()
    {
        using var started = new ManualResetEventSlim(false, spinCount: 0);
        while (true)
        {
            var slept = Stopwatch.GetTimestamp();
            if (_end.Wait(Pace)) return;
            var machine = Stopwatch.GetElapsedTime(slept) - Pace;
            if (machine > _worstOfMachine) _worstOfMachine = machine;
            started.Reset();
            var (queued, ran) = (Stopwatch.GetTimestamp(), 0L);
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                Volatile.Write(ref ran, Stopwatch.GetTimestamp());
                started.Set();
            }, null);
            started.Wait();
            _beats++;
            var late = Stopwatch.GetElapsedTime(queued, Volatile.Read(ref ran));
            if (late > _worstOfPool) _worstOfPool = late;
        }
    }
}
