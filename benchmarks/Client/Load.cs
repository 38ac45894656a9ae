using System.Diagnostics;

namespace AkkaCache.Client.Benchmarks;

/// <summary>Keeps so many requests in flight for a while.</summary>
internal static class Load
{
    /// <summary>Each begins at another key.</summary>
    private const int Stride = 7919;

    public static async Task<LoadResult> RunAsync(IContender contender, int inFlight, TimeSpan duration)
    {
        // What the one before left behind is not this one's work.
        GC.Collect();
        using var client = Process.GetCurrentProcess();
        using var server = Process.GetProcessById(contender.ServerProcessId);
        var (clientBefore, serverBefore) = (client.TotalProcessorTime, server.TotalProcessorTime);
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(worker => Task.Run(() => WorkAsync(contender, worker * Stride, started, duration))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        client.Refresh();
        server.Refresh();
        var (ofClient, ofServer) = (client.TotalProcessorTime - clientBefore, server.TotalProcessorTime - serverBefore);
        var all = times.SelectMany(time => time).Order().ToArray();
        return new LoadResult(all.Length / elapsed.TotalSeconds, all[all.Length / 2], all[(int)(all.Length * 0.99)], ofClient.TotalMicroseconds / all.Length, ofServer.TotalMicroseconds / all.Length);
    }

    private static async Task<List<double>> WorkAsync(IContender contender, int first, long started, TimeSpan duration)
    {
        var micros = new List<double>();
        for (var number = first; Stopwatch.GetElapsedTime(started) < duration; number++)
        {
            var before = Stopwatch.GetTimestamp();
            await contender.AskAsync(number).ConfigureAwait(false);
            micros.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }
        return micros;
    }
}

/// <param name="P50">Of the latency, in microseconds, as <paramref name="P99"/>.</param>
/// <param name="ClientCpu">Microseconds of processor time of the client's process for each request, what measures them included; <paramref name="ServerCpu"/> those of the server's.</param>
internal sealed record LoadResult(double PerSecond, double P50, double P99, double ClientCpu, double ServerCpu)
{
    /// <summary>Each figure's own median.</summary>
    public static LoadResult MedianOf(IReadOnlyCollection<LoadResult> results) => new(
        Median.Of(results.Select(result => result.PerSecond)),
        Median.Of(results.Select(result => result.P50)),
        Median.Of(results.Select(result => result.P99)),
        Median.Of(results.Select(result => result.ClientCpu)),
        Median.Of(results.Select(result => result.ServerCpu)));
}
