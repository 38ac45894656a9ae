using AkkaCache.Client;
using AkkaCache.Client.Hosting;
using AkkaCache.Node.Hosting;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Embedded.Tests.Daemons;

/// <summary>A node without a network in place of a daemon, for tests that are the same for both.</summary>
public sealed class OneDaemon : IDisposable
{
    private readonly IsolatedNode _node = new(new EmbeddedCacheOptions().ToNodeOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>It has none.</summary>
    public string Address => "";

    public IServiceCollection AddClientTo(IServiceCollection services) =>
        services.AddSingleton(_ => Begin()).AddSingleton<IDistributedCache, AkkaCacheDistributedCache>();

    public async Task<CacheClient> ConnectAsync()
    {
        var client = Begin();
        await client.UntilConnectedAsync(CancellationToken.None);
        return client;
    }

    public void Dispose() => _node.Dispose();

    private CacheClient Begin()
    {
        var network = new LocalNetwork();
        network.Attach(_node.Door, _node.Commands);
        return CacheClient.Begin(new CacheClientOptions { Nodes = [] }, network, network);
    }
}
