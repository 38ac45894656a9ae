using System.Diagnostics;
using System.Net;

namespace AkkaCache.Multinode.Load;

/// <summary>One client of a load: a connection to one node, opened again whenever it broke. It never sends an operation twice.</summary>
internal sealed class LoadClient(int number, IPEndPoint node, IWorkload workload, LoadLimits limits, Func<double> operationsPerSecond, Func<bool> mayGoOn, int seed)
{
    /// <summary>How often it sends what is due: pipelines of a few operations.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly Random _random = new(seed);
    private readonly List<LoadOperation> _history = [];
    private volatile bool _isWithdrawn;
    private volatile bool _isConnected;

    public IPEndPoint Node => node;

    /// <summary>False while it has no connection, so also once it has withdrawn and everything in flight is answered.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>Everything it sent. Complete once <see cref="RunAsync"/> has ended.</summary>
    public IReadOnlyList<LoadOperation> History => _history;

    /// <summary>It waits for its replies, closes its connection, and sends nothing until it may return.</summary>
    public void Withdraw() => _isWithdrawn = true;

    public void Return() => _isWithdrawn = false;

    public async Task RunAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Tick);
        while (!stop.IsCancellationRequested)
        {
            if (!_isWithdrawn && await LoadLink.ConnectAsync(node, limits.ReplyTimeout) is { } link)
            {
                using (link)
                {
                    _isConnected = true;
                    await SendAsync(link, ticks, stop);
                    await DrainAsync(link, ticks);
                    await link.CloseAsync();
                    _isConnected = false;
                }
            }
            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task SendAsync(LoadLink link, PeriodicTimer ticks, CancellationToken stop)
    {
        var last = Stopwatch.GetTimestamp();
        var due = 0.0;
        while (link.IsOpen && !_isWithdrawn && !stop.IsCancellationRequested && link.LongestWait < limits.ReplyTimeout)
        {
            var now = Stopwatch.GetTimestamp();
            due = Math.Min(limits.MaxInFlight, due + operationsPerSecond() * Stopwatch.GetElapsedTime(last, now).TotalSeconds);
            last = now;
            var requests = NextRequests((int)Math.Min(due, limits.MaxInFlight - link.InFlight));
            due -= requests.Count;
            if (requests.Count > 0) await link.SendAsync(requests);
            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private List<Request> NextRequests(int count)
    {
        var requests = new List<Request>();
        while (requests.Count < count && mayGoOn())
        {
            var request = workload.Next(_random);
            request.Operation.Client = number;
            _history.Add(request.Operation);
            requests.Add(request);
        }
        return requests;
    }

    private async Task DrainAsync(LoadLink link, PeriodicTimer ticks)
    {
        while (link.IsOpen && link.InFlight > 0 && link.LongestWait < limits.ReplyTimeout) await ticks.WaitForNextTickAsync(CancellationToken.None);
    }
}
