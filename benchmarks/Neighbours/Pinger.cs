using System.Diagnostics;

namespace AkkaCache.Neighbours;

/// <summary>Sends a PING every two milliseconds and notes when it was due and when its answer came.</summary>
/// <remarks>A PING that had to wait for the one before it counts from when it was due: a pause of the server is seen by all that fell into it.</remarks>
internal sealed class Pinger : IDisposable
{
    private static readonly long Interval = Stopwatch.Frequency / 500;
    private readonly Connection _connection;
    private readonly Thread _thread;
    private readonly List<(long Due, long Answered)> _pings = [];
    private volatile bool _stopping;

    public Pinger(int port)
    {
        _connection = new Connection(port);
        _thread = new Thread(Work) { IsBackground = true };
        _thread.Start();
    }

    public IReadOnlyList<(long Due, long Answered)> Stop()
    {
        _stopping = true;
        _thread.Join();
        return _pings;
    }

    public void Dispose()
    {
        Stop();
        _connection.Dispose();
    }

    private void Work()
    {
        for (var due = Stopwatch.GetTimestamp(); !_stopping; due += Interval)
        {
            var early = due - Stopwatch.GetTimestamp();
            if (early > 0) Thread.Sleep(Stopwatch.GetElapsedTime(0, early));
            // A sleep may end a little early.
            var from = Math.Min(due, Stopwatch.GetTimestamp());
            _connection.Run("ECHO x");
            _pings.Add((from, Stopwatch.GetTimestamp()));
        }
    }
}
