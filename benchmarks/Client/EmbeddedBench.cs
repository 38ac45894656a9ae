using System.Collections.Immutable;
using System.Globalization;
using AkkaCache.Embedded;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Caching.Memory;

namespace AkkaCache.Client.Benchmarks;

/// <summary>Reads and writes of a cache and of a node in the process, beside caches that hold objects and know of nobody, in turns in one run.</summary>
/// <remarks>Those return the object that they were given; a node copies bytes in and out, since it holds them outside of the collector's memory and may send them elsewhere.</remarks>
internal static class EmbeddedBench
{
    private const int Keys = 10_000;
    private const int Operations = 2_000_000;

    public static async Task RunAsync(int rounds)
    {
        await using var cache = new EmbeddedCache();
        await using var node = new EmbeddedNode(new EmbeddedNodeOptions { Settings = ImmutableDictionary<string, string>.Empty.Add("doors.akka.port", "0") });
        await node.StartAsync();
        using var memory = new MemoryCache(new MemoryCacheOptions());
        var bitFaster = new ConcurrentLru<string, byte[]>(2 * Keys);
        var keys = Enumerable.Range(0, Keys).Select(i => $"user:{i:000000}:profile").ToArray();
        var value = new byte[32];
        (string Name, Action<string> Read, Action<string> Write)[] caches =
        [
            ("EmbeddedCache", key => Present(cache.Client.GetAsync(key)), key => Done(cache.Client.SetAsync(key, value))),
            ("EmbeddedNode", key => Present(node.Client.GetAsync(key)), key => Done(node.Client.SetAsync(key, value))),
            ("IMemoryCache", key => Present((byte[]?)memory.Get(key)), key => memory.Set(key, value)),
            ("BitFaster ConcurrentLru", key => Present(bitFaster.TryGet(key, out var found) ? found : null), key => bitFaster.AddOrUpdate(key, value)),
        ];
        var figures = caches.ToDictionary(one => one.Name, _ => new List<(double Read, double ReadBytes, double Write, double WriteBytes)>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, read, write) in caches)
            {
                var written = Measure(keys, write);
                var got = Measure(keys, read);
                if (round > 0) figures[name].Add((got.Ns, got.Bytes, written.Ns, written.Bytes));
            }
        }
        Console.WriteLine("| one thread, 10 000 keys, values of 32 bytes | get ns | get bytes | set ns | set bytes |\n|---|---|---|---|---|");
        foreach (var (name, all) in figures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Median.Of(all.Select(one => one.Read)):0} | {Median.Of(all.Select(one => one.ReadBytes)):0} | {Median.Of(all.Select(one => one.Write)):0} | {Median.Of(all.Select(one => one.WriteBytes)):0} |"));
        }
    }

    /// <summary>A few have to wait: something else holds the partition's gate.</summary>
    private static T Done<T>(ValueTask<T> operation) => operation.IsCompleted ? operation.Result : operation.AsTask().GetAwaiter().GetResult();

    private static void Present(ValueTask<ReadOnlyMemory<byte>?> read)
    {
        if (Done(read) is not { Length: 32 }) throw new InvalidOperationException("a read missed");
    }

    private static void Present(byte[]? value)
    {
        if (value is not { Length: 32 }) throw new InvalidOperationException("a read missed");
    }

    /// <summary>Processor time: what others do on the machine meanwhile does not count.</summary>
    private static (double Ns, double Bytes) Measure(string[] keys, Action<string> operation)
    {
        var (started, bytes) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < Operations; i++) operation(keys[i % Keys]);
        var (elapsed, allocated) = (Environment.CpuUsage.TotalTime - started, GC.GetAllocatedBytesForCurrentThread() - bytes);
        return (elapsed.TotalNanoseconds / Operations, (double)allocated / Operations);
    }
}
