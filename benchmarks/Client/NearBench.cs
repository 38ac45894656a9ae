using System.Diagnostics;
using AkkaCache.Testing;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Caching.Memory;

namespace AkkaCache.Client.Benchmarks;

/// <summary>Hits of the near cache, and of HybridCache on it, beside caches that know of nobody else, in turns in one run; and how late a change is heard of. Prints a Markdown table of medians.</summary>
internal static class NearBench
{
    private const int Keys = 1_000;
    private const int Reads = 5_000_000;
    private const int Length = 32;

    public static async Task RunAsync(int rounds)
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0");
        var node = daemon.Client.ToString();
        await using var reader = await CacheClient.ConnectAsync(new CacheClientOptions { Nodes = [node], NearCache = new NearCacheOptions { MaxAge = TimeSpan.FromDays(1) } });
        await using var writer = await CacheClient.ConnectAsync(node);
        await using var ours = HybridHits.OnCluster(node);
        await using var microsofts = HybridHits.OfMicrosoft();
        using var memory = new MemoryCache(new MemoryCacheOptions());
        var bitFaster = new ConcurrentLru<string, byte[]>(10_000);

        var keys = KeysOf("user");
        foreach (var key in keys)
        {
            await writer.SetAsync(key, new byte[Length]);
            await reader.GetAsync(key);
            memory.Set(key, new byte[Length]);
            bitFaster.AddOrUpdate(key, new byte[Length]);
        }
        List<Hit> hits =
        [
            new("near cache of the client", keys, key => reader.GetAsync(key).Result!.Value.Length),
            new("IMemoryCache", keys, key => ((byte[])memory.Get(key)!).Length),
            new("BitFaster ConcurrentLru", keys, key => bitFaster.TryGet(key, out var value) ? value.Length : 0),
            .. await HybridsAsync("a text", KeysOf("text"), new string('x', Length), text => text.Length),
            .. await HybridsAsync("a text, its tag named", KeysOf("tags"), new string('x', Length), text => text.Length, ["players"]),
            .. await HybridsAsync("an array, made for each caller", KeysOf("made"), new byte[Length], bytes => bytes.Length),
        ];

        var found = hits.Select(_ => new List<(double Nanoseconds, double Bytes)>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < hits.Count; i++)
            {
                var measured = Measure(hits[i]);
                if (round > 0) found[i].Add(measured);
            }
        }
        Console.WriteLine("| a hit of | ns | bytes |");
        Console.WriteLine("|---|---|---|");
        foreach (var (hit, all) in hits.Zip(found)) Console.WriteLine($"| {hit.Name} | {Median.Of(all.Select(one => one.Nanoseconds)):0.0} | {Median.Of(all.Select(one => one.Bytes)):0.0} |");
        Console.WriteLine();
        Console.WriteLine(await LatenessAsync(reader, writer));

        async Task<Hit[]> HybridsAsync<T>(string what, string[] own, T value, Func<T, int> length, string[]? tags = null) =>
        [
            new($"our HybridCache: {what}", own, await ours.FillAsync(own, value, length, tags)),
            new($"Microsoft's HybridCache: {what}", own, await microsofts.FillAsync(own, value, length, tags)),
        ];
    }

    /// <summary>Of one length.</summary>
    private static string[] KeysOf(string kind) => [.. Enumerable.Range(0, Keys).Select(i => $"{kind}:{i:000000}:profile")];

    /// <summary>Processor time: what others do on the machine meanwhile does not count.</summary>
    private static (double Nanoseconds, double Bytes) Measure(Hit hit)
    {
        var (keys, read) = (hit.Keys, hit.Read);
        long sum = 0;
        var (started, bytes) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < Reads; i++) sum += read(keys[i % Keys]);
        var (elapsed, allocated) = (Environment.CpuUsage.TotalTime - started, GC.GetAllocatedBytesForCurrentThread() - bytes);
        if (sum != (long)Reads * Length) throw new InvalidOperationException($"{hit.Name}: a read missed");
        return (elapsed.TotalNanoseconds / Reads, (double)allocated / Reads);
    }

    private static async Task<string> LatenessAsync(CacheClient reader, CacheClient writer)
    {
        const int rounds = 2_000;
        var late = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var value = BitConverter.GetBytes(i);
            await reader.GetAsync("late");
            await writer.SetAsync("late", value);
            var answered = Stopwatch.GetTimestamp();
            while (await reader.GetAsync("late") is not { Length: 4 } read || BitConverter.ToInt32(read.Span) != i) Thread.SpinWait(10);
            late.Add(Stopwatch.GetElapsedTime(answered).TotalMicroseconds);
        }
        late.Sort();
        return $"new value is read after the writer was answered, in us: p50 {late[rounds / 2]:0} p99 {late[rounds * 99 / 100]:0} most {late[^1]:0} (a read that asks the node included)";
    }

    /// <param name="Read">Returns the length of what it found.</param>
    private sealed record Hit(string Name, string[] Keys, Func<string, int> Read);
}
