using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.Workers;

/// <summary>A few threads of their own for commands that wait for a gate or for other nodes, or work long, so that neither sockets nor actors are held up.</summary>
/// <remarks>
/// The queue is bounded by those who use it: each connection has at most one command deferred, and each partition is queued at most once for
/// the commands that wait here, and once for each node whose commands do.
/// </remarks>
public sealed class CommandWorkers : ICommandWorkers, IDisposable
{
    /// <summary>
    /// Two are the least that let a second long command start while the first waits for a gate; more than the cores would only
    /// take time from the sockets.
    /// </summary>
    public static int ForGates => Math.Max(2, Environment.ProcessorCount);

    private readonly BlockingCollection<IDeferredWork> _queue = [];
    private readonly Thread[] _threads;
    private readonly ILogger _log;
    private readonly Action? _done;

    /// <param name="done">Called after each piece of work.</param>
    public CommandWorkers(string name, int threads, ILogger log, Action? done = null)
    {
        _log = log;
        _done = done;
        _threads = new Thread[threads];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"{name} {i}" };
            _threads[i].Start();
        }
    }

    public void Add(IDeferredWork work)
    {
        try
        {
            _queue.Add(work);
        }
        catch (InvalidOperationException)
        {
            // The node ends.
            work.Abandon();
        }
    }

    public void Soon(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);

    /// <summary>Lets the queued commands finish.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads) thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            try
            {
                work.RunDeferred();
                _done?.Invoke();
            }
            catch (Exception e)
            {
                RoutingLog.WorkerFailed(_log, e);
                work.Abandon();
            }
        }
    }
}
