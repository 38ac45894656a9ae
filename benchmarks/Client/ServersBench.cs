using AkkaCache.Testing;

namespace AkkaCache.Client.Benchmarks;

/// <summary>32-byte GET and SET in turn: this client and a daemon beside StackExchange.Redis with redis-server and with garnet-server. Prints a Markdown table of medians.</summary>
internal static class ServersBench
{
    private static readonly int[] InFlight = [1, 50, 500];

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(TimeSpan duration, int rounds, int? framesUnderWay)
    {
        var contenders = new List<IContender>();
        try
        {
            contenders.Add(await AkkaCacheContender.StartAsync(framesUnderWay));
            if (RedisProcess.WhyUnavailable() is { } why) Console.WriteLine($"Without redis-server: {why}");
            else contenders.Add(await StackExchangeContender.ConnectAsync("redis-server", RedisProcess.Start()));
            var (garnet, whyNot) = await GarnetProcess.TryStartAsync();
            if (garnet is null) Console.WriteLine($"Without garnet-server: {whyNot}");
            else contenders.Add(await StackExchangeContender.ConnectAsync("garnet-server", garnet));

            Console.WriteLine($"Medians of {rounds} rounds of {duration.TotalSeconds:0.#} s each, in turns, on {Environment.ProcessorCount} cores that clients and servers share.");
            Console.WriteLine();
            Console.WriteLine("| in flight | | requests/s | p50 µs | p99 µs | client CPU µs | server CPU µs | ratio to the better of the others |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (var inFlight in InFlight) Print(inFlight, contenders, await MeasureAsync(contenders, inFlight, duration, rounds));
        }
        finally
        {
            foreach (var contender in contenders) await contender.DisposeAsync();
        }
    }

    /// <summary>The medians of each contender.</summary>
    private static async Task<LoadResult[]> MeasureAsync(List<IContender> contenders, int inFlight, TimeSpan duration, int rounds)
    {
        foreach (var contender in contenders) await Load.RunAsync(contender, inFlight, WarmUp);
        var results = contenders.Select(_ => new List<LoadResult>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            // Another one begins each round, so that none always comes behind the same.
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var at = (round + turn) % contenders.Count;
                results[at].Add(await Load.RunAsync(contenders[at], inFlight, duration));
            }
        }
        return [.. results.Select(LoadResult.MedianOf)];
    }

    /// <summary>Ours is the first.</summary>
    private static void Print(int inFlight, List<IContender> contenders, LoadResult[] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            var result = results[i];
            var ratio = i == 0 && results.Length > 1 ? $"{result.PerSecond / results.Skip(1).Max(other => other.PerSecond):0.00}" : "";
            Console.WriteLine($"| {inFlight} | {contenders[i].Name} | {result.PerSecond:0} | {result.P50:0} | {result.P99:0} | {result.ClientCpu:0.0} | {result.ServerCpu:0.0} | {ratio} |");
        }
    }
}
