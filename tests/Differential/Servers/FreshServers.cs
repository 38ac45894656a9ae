using AkkaCache.Testing;

namespace AkkaCache.Differential.Servers;

/// <summary>A fresh redis-server and a fresh candidate. Skips the test when there is no reference.</summary>
internal sealed class FreshServers : IAsyncDisposable
{
    private readonly RedisProcess _reference;
    private readonly Candidate _candidate;

    private FreshServers(RedisProcess reference, Candidate candidate)
    {
        _reference = reference;
        _candidate = candidate;
        Pair = new ServerPair(reference.EndPoint, candidate.EndPoint);
    }

    public ServerPair Pair { get; }

    /// <param name="referenceSettings">Settings of the redis-server, as on its command line.</param>
    public static async Task<FreshServers> StartAsync(params string[] referenceSettings)
    {
        var reason = RedisProcess.WhyUnavailable();
        Skip.If(reason is not null, reason);
        var candidate = await Candidate.StartAsync();
        return new FreshServers(RedisProcess.Start(referenceSettings), candidate);
    }

    public async ValueTask DisposeAsync()
    {
        _reference.Dispose();
        await _candidate.DisposeAsync();
    }
}
