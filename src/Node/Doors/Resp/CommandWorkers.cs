using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>A few threads of their own for commands that wait for a gate or work long, so that neither sockets nor actors are held up.</summary>
/// <remarks>The queue is bounded by the number of connections: each has at most one command deferred.</remarks>
internal sealed class CommandWorkers : IDisposable
{
    /// <summary>
    /// Two are the least that let a second long command start while the first waits for a gate; more than the cores would only
    /// take time from the sockets.
    /// </summary>
    private const int LeastThreads = 2;

    private readonly BlockingCollection<RespConnection> _queue = [];
    private readonly Thread[] _threads;
    private readonly ILogger _log;

    public CommandWorkers(ILogger log)
    {
        _log = log;
        _threads = new Thread[Math.Max(LeastThreads, Environment.ProcessorCount)];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"command worker {i}" };
            _threads[i].Start();
        }
    }

    public void Add(RespConnection connection) => _queue.Add(connection);

    /// <summary>Lets the queued commands finish.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads) thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Work()
    {
        foreach (var connection in _queue.GetConsumingEnumerable())
        {
            try
            {
                connection.RunDeferred();
            }
            catch (Exception e)
            {
                Log.WorkerFailed(_log, e);
                connection.Kill();
            }
        }
    }
}
