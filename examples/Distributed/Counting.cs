using System.Diagnostics;
using AkkaCache.Client;

namespace AkkaCache.Examples;

/// <summary>Counts counters up, some thousand times a second in all, and knows what it was answered.</summary>
internal sealed class Counting : IAsyncDisposable
{
    private const int Counters = 100;

    /// <summary>Between two increments of a counter; the machine has nodes to run as well.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CacheClient _cache;
    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _workers;

    /// <summary>Increments of each counter that were answered, and those of which nobody knows whether they were executed.</summary>
    private readonly int[] _answered = new int[Counters];

    private readonly int[] _unknown = new int[Counters];
    private int _otherErrors;

    public Counting(CacheClient cache)
    {
        _cache = cache;
        _workers = [.. Enumerable.Range(0, Counters).Select(WorkAsync)];
    }

    public int Answered => _answered.Sum();

    public int OtherErrors => _otherErrors;

    public async Task UntilAnsweredAsync(int count, TimeSpan patience)
    {
        for (var since = Stopwatch.GetTimestamp(); Answered < count; await Task.Delay(10))
        {
            if (Stopwatch.GetElapsedTime(since) > patience) throw new TimeoutException($"{Answered} of {count} increments were answered within {patience}");
        }
    }

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_workers);
    }

    /// <summary>What was answered and does not count.</summary>
    public async Task<long> CountLostAsync() => (await ReadAsync()).Select((value, i) => Math.Max(0, _answered[i] - value)).Sum();

    /// <summary>What counts beyond what was answered and what may have been executed.</summary>
    public async Task<long> CountSurplusAsync() => (await ReadAsync()).Select((value, i) => Math.Max(0, value - _answered[i] - _unknown[i])).Sum();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
    }

    private async Task WorkAsync(int counter)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await _cache.IncrementAsync($"counter:{counter}");
                _answered[counter]++;
                await Task.Delay(Pause);
            }
            catch (OutcomeUnknownException)
            {
                // The node was lost before it answered. An increment is not repeated: it would count twice if it was executed.
                _unknown[counter]++;
            }
            catch (CacheException)
            {
                Interlocked.Increment(ref _otherErrors);
            }
        }
    }

    private async Task<long[]> ReadAsync() => await Task.WhenAll(Enumerable.Range(0, Counters).Select(i => _cache.IncrementAsync($"counter:{i}", by: 0).AsTask()));
}
