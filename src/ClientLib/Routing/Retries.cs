using AkkaCache.Client.Links;
using AkkaCache.Client.Requests;

namespace AkkaCache.Client.Routing;

/// <summary>Requests that are to be sent again, each when it is due. How often and where is the strategy's.</summary>
internal sealed class Retries(CacheClientOptions options)
{
    /// <summary>The first pause: the time in which a node hears of a new primary. Each further is twice as long.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    /// <summary>A fail-over takes seconds, and its end should not be missed by more than this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>Pauses double up to here.</summary>
    private const int Doublings = 4;

    private readonly Lock _lock = new();
    private readonly List<(long Due, Request Request)> _waiting = [];

    /// <summary>False when the strategy allows no more.</summary>
    /// <param name="nodes">That are connected, the failed one perhaps included.</param>
    public bool TryAdd(Request request, NodeLink failed, int nodes)
    {
        var pause = TimeSpan.Zero;
        switch (options.Failover)
        {
            case FailoverStrategy.NextNode when request.Attempts >= 1:
            case FailoverStrategy.AllNodes when request.Attempts >= Math.Max(1, nodes - 1):
                return false;
            case FailoverStrategy.Retry:
                pause = TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(request.Attempts, Doublings), LongestPause.Ticks));
                break;
        }
        request.Attempts++;
        request.Avoid = options.Failover == FailoverStrategy.Retry ? null : failed;
        var time = options.TimeProvider;
        lock (_lock) _waiting.Add((time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency), request));
        return true;
    }

    /// <summary>Takes those that are due, in the order in which they were added.</summary>
    public List<Request> TakeDue(long now)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0) return [];
            var due = _waiting.Where(waiting => waiting.Due <= now).Select(waiting => waiting.Request).ToList();
            _waiting.RemoveAll(waiting => waiting.Due <= now);
            return due;
        }
    }
}
