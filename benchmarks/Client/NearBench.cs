using System.Diagnostics;
using AkkaCache.Testing;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Caching.Memory;

namespace AkkaCache.Client.Benchmarks;

/// <summary>Hits of the near cache beside two caches that know of nobody else, in turns in one run; and how late a change is heard of.</summary>
internal static class NearBench
{
    private const int Keys = 1_000;
    private const int Reads = 5_000_000;

    public static async Task RunAsync(int rounds)
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0");
        await using var reader = await CacheClient.ConnectAsync(new CacheClientOptions { Nodes = [daemon.Client.ToString()], NearCache = new NearCacheOptions { MaxAge = TimeSpan.FromDays(1) } });
        await using var writer = await CacheClient.ConnectAsync(daemon.Client.ToString());
        using var memory = new MemoryCache(new MemoryCacheOptions());
        var bitFaster = new ConcurrentLru<string, byte[]>(10_000);
        var keys = Enumerable.Range(0, Keys).Select(i => $"user:{i:000000}:profile").ToArray();
        foreach (var key in keys)
        {
            await writer.SetAsync(key, new byte[32]);
            await reader.GetAsync(key);
            memory.Set(key, new byte[32]);
            bitFaster.AddOrUpdate(key, new byte[32]);
        }
        for (var round = 0; round <= rounds; round++)
        {
            var near = Measure(keys, key => reader.GetAsync(key).Result!.Value.Length);
            var theirs = Measure(keys, key => ((byte[])memory.Get(key)!).Length);
            var lru = Measure(keys, key => bitFaster.TryGet(key, out var value) ? value.Length : 0);
            if (round > 0) Console.WriteLine($"near {near}   IMemoryCache {theirs}   BitFaster ConcurrentLru {lru}");
        }
        Console.WriteLine(await LatenessAsync(reader, writer));
    }

    /// <summary>Processor time: what others do on the machine meanwhile does not count.</summary>
    private static string Measure(string[] keys, Func<string, int> read)
    {
        long sum = 0;
        var (started, bytes) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < Reads; i++) sum += read(keys[i % Keys]);
        var (elapsed, allocated) = (Environment.CpuUsage.TotalTime - started, GC.GetAllocatedBytesForCurrentThread() - bytes);
        if (sum != Reads * 32L) throw new InvalidOperationException("a read missed");
        return $"{elapsed.TotalNanoseconds / Reads,6:0.0} ns {(double)allocated / Reads:0.00} bytes";
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
}
