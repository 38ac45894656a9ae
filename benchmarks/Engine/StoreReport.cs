using System.Diagnostics;
using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>What BenchmarkDotNet does not show of the store: overhead per entry, the unluckiest insert, collection pauses; and quick figures for tuning.</summary>
internal static class StoreReport
{
    private const int Operations = 500_000;
    private const int Rounds = 4;
    private const int QuickRounds = 9;
    private const int Window = 10_000;

    public static void Run(int keys)
    {
        Quick(100_000);
        Quick(keys);
        foreach (var stores in (int[])[1, 256])
            Memory(keys, stores);
        Pauses(keys);
    }

    private static void Memory(int keys, int storeCount)
    {
        // What an insert costs by itself comes back at the same place in every run; what other programs do to it does not.
        var least = new long[keys];
        Array.Fill(least, long.MaxValue);
        var stream = StoreKeys.AllShuffled(keys, 3);
        for (var round = 1; round < Rounds; round++)
            foreach (var store in Fill(stream, storeCount, least))
                store.Dispose();
        var residentBefore = Resident();
        var stores = Fill(stream, storeCount, least);
        var worst = least.Max();
        long held = 0, used = 0;
        foreach (var store in stores)
        {
            held += store.HeldBytes;
            used += store.UsedBytes;
        }
        const int payload = StoreKeys.Bytes + StoreKeys.ValueBytes;
        Console.WriteLine($"{keys:N0} keys in {storeCount} stores: overhead per entry {used / (double)keys - payload:F1} charged, {held / (double)keys - payload:F1} held, "
            + $"{(Resident() - residentBefore) / (double)keys - payload:F1} resident; worst insert {Stopwatch.GetElapsedTime(0, worst).TotalMicroseconds:F0} us");
        var start = Stopwatch.GetTimestamp();
        var cleared = new List<IDisposable>();
        foreach (var store in stores) cleared.Add(store.Clear());
        Console.Write($"    clear {Stopwatch.GetElapsedTime(start).TotalMicroseconds:F0} us");
        start = Stopwatch.GetTimestamp();
        cleared.ForEach(c => c.Dispose());
        Console.WriteLine($", dispose what was held {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms");
    }

    private static PartitionStore[] Fill(byte[] stream, int storeCount, long[] least)
    {
        Span<byte> value = stackalloc byte[StoreKeys.ValueBytes];
        var stores = new PartitionStore[storeCount];
        for (var i = 0; i < storeCount; i++) stores[i] = new PartitionStore((ulong)i);
        for (var i = 0; i < least.Length; i++)
        {
            var key = stream.AsSpan(i * StoreKeys.Bytes, StoreKeys.Bytes);
            var before = Stopwatch.GetTimestamp();
            stores[i % storeCount].AddString(key, value, 1);
            least[i] = Math.Min(least[i], Stopwatch.GetTimestamp() - before);
        }
        return stores;
    }

    public static void Quick(int keys)
    {
        var stream = StoreKeys.RandomStream(Operations, keys, 5);
        var value = new byte[StoreKeys.ValueBytes];
        using var store = new PartitionStore(42);
        var naive = new NaiveCache();
        var all = StoreKeys.AllShuffled(keys, 4);
        for (var i = 0; i < keys; i++)
        {
            store.AddString(all.AsSpan(i * StoreKeys.Bytes, StoreKeys.Bytes), value, 1);
            naive.Set(all.AsSpan(i * StoreKeys.Bytes, StoreKeys.Bytes), value, 1);
        }
        var find = Windows(Operations, (from, to) => { for (var at = from; at < to; at += StoreKeys.Bytes) store.Find(stream.AsSpan(at, StoreKeys.Bytes)); });
        var get = Windows(Operations, (from, to) =>
        {
            for (var at = from; at < to; at += StoreKeys.Bytes)
            {
                var entry = store.Find(stream.AsSpan(at, StoreKeys.Bytes));
                store.StringOf(entry).CopyTo(value);
                store.Touch(entry, 1);
            }
        });
        var set = Windows(Operations, (from, to) =>
        {
            for (var at = from; at < to; at += StoreKeys.Bytes)
            {
                var entry = store.Find(stream.AsSpan(at, StoreKeys.Bytes));
                store.SetString(entry, value);
                store.Touch(entry, 1);
            }
        });
        var naiveGet = Windows(Operations, (from, to) => { for (var at = from; at < to; at += StoreKeys.Bytes) naive.Get(stream.AsSpan(at, StoreKeys.Bytes), 1).CopyTo(value); });
        var naiveSet = Windows(Operations, (from, to) => { for (var at = from; at < to; at += StoreKeys.Bytes) naive.Set(stream.AsSpan(at, StoreKeys.Bytes), value, 1); });
        Console.WriteLine($"{keys,9:N0} keys, ns: find {Show(find)}   get {Show(get)} (naive {Show(naiveGet)})   set {Show(set)} (naive {Show(naiveSet)})");
    }

    private static void Pauses(int keys)
    {
        var value = new byte[StoreKeys.ValueBytes];
        var all = StoreKeys.AllShuffled(keys, 4);
        using (var store = new PartitionStore(42))
        {
            for (var i = 0; i < keys; i++) store.AddString(all.AsSpan(i * StoreKeys.Bytes, StoreKeys.Bytes), value, 1);
            Console.WriteLine($"full blocking collection beside {keys:N0} keys: store {FullCollection():F1} ms");
        }
        var naive = new NaiveCache();
        for (var i = 0; i < keys; i++) naive.Set(all.AsSpan(i * StoreKeys.Bytes, StoreKeys.Bytes), value, 1);
        Console.WriteLine($"full blocking collection beside {keys:N0} keys: naive {FullCollection():F1} ms");
        GC.KeepAlive(naive);
    }

    private static double FullCollection()
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        GC.Collect();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string Show((double Low, double Median) figures) => $"{figures.Low,4:F0}/{figures.Median,4:F0}";

    /// <summary>
    /// Nanoseconds per operation: the lowest tenth of the windows and the median. A window is short enough to fall between two interruptions on a
    /// busy machine, so the first is what a quiet one would show.
    /// </summary>
    private static (double Low, double Median) Windows(int operations, Action<int, int> run)
    {
        var windows = new List<double>();
        for (var round = 0; round < QuickRounds; round++)
            for (var from = 0; from + Window <= operations; from += Window)
            {
                var start = Stopwatch.GetTimestamp();
                run(from * StoreKeys.Bytes, (from + Window) * StoreKeys.Bytes);
                if (round > 0)
                    windows.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Window);
            }
        windows.Sort();
        return (windows[windows.Count / 10], windows[windows.Count / 2]);
    }

    private static long Resident()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
