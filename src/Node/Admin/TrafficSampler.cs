using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Admin;

/// <summary>Recent rates for INFO stats: commands and bytes per second over the last two seconds.</summary>
public sealed class TrafficSampler : IDisposable
{
    /// <summary>Often enough for a fresh figure, seldom enough to cost nothing: a sample adds up counters of threads and connections.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Two seconds: longer than a hiccup, shorter than a person's patience.</summary>
    private const int Samples = 8;

    private readonly Lock _lock = new();
    private readonly ClientRegistry _clients;
    private readonly TimeProvider _time;
    private readonly Queue<Sample> _samples = new();
    private readonly ITimer _timer;

    public TrafficSampler(ClientRegistry clients, TimeProvider time)
    {
        _clients = clients;
        _time = time;
        _samples.Enqueue(Now());
        _timer = time.CreateTimer(_ => Take(), null, Interval, Interval);
    }

    /// <summary>What happened per second from the oldest sample to the newest; zeros before there are two.</summary>
    public TrafficRates Rates
    {
        get
        {
            lock (_lock)
            {
                var first = _samples.Peek();
                var last = _samples.Last();
                var seconds = _time.GetElapsedTime(first.Timestamp, last.Timestamp).TotalSeconds;
                if (seconds <= 0) return default;
                return new TrafficRates(
                    (last.Commands - first.Commands) / seconds,
                    (last.ReceivedBytes - first.ReceivedBytes) / seconds,
                    (last.SentBytes - first.SentBytes) / seconds);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Take()
    {
        var sample = Now();
        lock (_lock)
        {
            _samples.Enqueue(sample);
            if (_samples.Count > Samples) _samples.Dequeue();
        }
    }

    private Sample Now() => new(_time.GetTimestamp(), CommandCalls.Total, _clients.ReceivedBytes, _clients.SentBytes);

    private readonly record struct Sample(long Timestamp, long Commands, long ReceivedBytes, long SentBytes);
}

/// <summary>Rates per second.</summary>
public readonly record struct TrafficRates(double Commands, double ReceivedBytes, double SentBytes);
