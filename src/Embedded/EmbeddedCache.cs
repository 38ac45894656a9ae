using AkkaCache.Client;
using AkkaCache.Node.Hosting;

namespace AkkaCache.Embedded;

/// <summary>A cache and leaderboards inside this process, with no network: make one, use its client, dispose it.</summary>
/// <remarks>
/// The client is the one that connects to clusters, so what is written against it needs no change when the data moves to one. What lives here ends with the process.
/// </remarks>
public sealed class EmbeddedCache : IAsyncDisposable, IDisposable
{
    private readonly IsolatedNode _node;

    /// <summary>Makes it ready for use. Takes some milliseconds.</summary>
    /// <param name="options">Null: all defaults.</param>
    /// <exception cref="CacheException">An option is not allowed.</exception>
    public EmbeddedCache(EmbeddedCacheOptions? options = null)
    {
        options ??= new EmbeddedCacheOptions();
        var client = options.ToClientOptions();
        var network = new LocalNetwork();
        _node = new IsolatedNode(options.ToNodeOptions(), options.TimeProvider, options.LoggerFactory);
        network.Attach(_node.Door, _node.Commands);
        Client = CacheClient.Begin(client, network, network);
    }

    /// <summary>Reads and writes what is here. Disposed with this.</summary>
    public CacheClient Client { get; }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        _node.Dispose();
    }

    public void Dispose()
    {
        // Nothing of it waits: there is no network to close.
        Client.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _node.Dispose();
    }
}
