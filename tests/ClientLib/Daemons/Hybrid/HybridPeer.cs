using System.Diagnostics;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Tests.Daemons.Hybrid;

/// <summary>An application in a process of its own that has an entry in its first level and says when it is gone.</summary>
/// <remarks>
/// Asked on standard input, KEY VALUE; says <c>near</c>, then <c>gone TIMESTAMP</c> on standard output. Timestamps of processes on one machine are of one clock. Ends with its input.
/// </remarks>
internal sealed class HybridPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private HybridPeer(Process process) => _process = process;

    public static HybridPeer Start(string node)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HybridPeer).Assembly.Location, "hybrid-peer", node]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new HybridPeer(Process.Start(start)!);
    }

    /// <summary>Returns when the peer has the entry near.</summary>
    public async Task WatchAsync(string key, string value)
    {
        await _process.StandardInput.WriteLineAsync($"{key} {value}");
        Assert.Equal("near", await ReadAsync());
    }

    /// <summary>When the peer found it gone.</summary>
    public async Task<long> GoneAtAsync()
    {
        var line = await ReadAsync();
        Assert.StartsWith("gone ", line, StringComparison.Ordinal);
        return long.Parse(line!["gone ".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
        }
    }

    /// <summary>What the process does.</summary>
    public static async Task RunAsync(string node)
    {
        var options = new CacheClientOptions { Nodes = [node], ConnectTimeout = Patience, OperationTimeout = Patience, Silence = TimeSpan.FromSeconds(30) };
        await using var services = new ServiceCollection().AddAkkaCacheClient(options).AddAkkaCacheHybridCache(new AkkaCacheHybridOptions { ReadTimeout = Patience }).BuildServiceProvider();
        var cache = services.GetRequiredService<HybridCache>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var (key, value) = (line.Split(' ')[0], line.Split(' ')[1]);
            await cache.UntilNearAsync(key, value);
            Console.WriteLine("near");

            // A millisecond between looks: a peer that never rests takes the processor from the node that is to tell it.
            while (await cache.PeekAsync(key, HybridCalls.OnlyNear) is not null) await Task.Delay(1);
            Console.WriteLine($"gone {Stopwatch.GetTimestamp()}");
        }
    }

    private Task<string?> ReadAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
}
