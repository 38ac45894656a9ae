using System.Diagnostics;

namespace AkkaCache.Client.Benchmarks;

/// <summary>Keeps so many operations in flight for a while.</summary>
internal static class Load
{
    public static async Task<LoadResult> RunAsync(Func<int, Task> operation, int inFlight, TimeSpan duration)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(worker => Task.Run(() => WorkAsync(operation, worker * 7919, started, duration))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        var all = times.SelectMany(time => time).Order().ToArray();
        return new LoadResult(all.Length / elapsed.TotalSeconds, all[all.Length / 2], all[(int)(all.Length * 0.99)], (process.TotalProcessorTime - cpu) / elapsed);
    }

    private static async Task<List<double>> WorkAsync(Func<int, Task> operation, int first, long started, TimeSpan duration)
    {
        var micros = new List<double>();
        for (var i = first; Stopwatch.GetElapsedTime(started) < duration; i++)
        {
            var before = Stopwatch.GetTimestamp();
            await operation(i).ConfigureAwait(false);
            micros.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }
        return micros;
    }
}

/// <param name="Cores">That this process kept busy.</param>
internal sealed record LoadResult(double PerSecond, double P50, double P99, double Cores)
{
    public override string ToString() => $"{PerSecond,8:0}/s p50 {P50,6:0} us p99 {P99,6:0} us {Cores:0.0} cores";
}
